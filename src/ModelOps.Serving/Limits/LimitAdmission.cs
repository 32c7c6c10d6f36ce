using System.Runtime.CompilerServices;

namespace ModelOps.Serving.Limits;

/// <summary>What one call holds of each rule, by the rule's place in the plan.</summary>
[InlineArray(LimitsRules.MostRules)]
internal struct LimitAdmission
{
    private LimitPartition? _first;

    /// <summary>Leaves the gates: the call has ended.</summary>
    public readonly void Leave()
    {
        foreach (LimitPartition? partition in this) { partition?.Gate?.Exit(); }
    }

    /// <summary>Gives everything back: the call was refused.</summary>
    public readonly void Return(LimitPlan plan, InferenceRequest request)
    {
        for (int i = 0; i < plan.Rules.Length; i++)
        {
            if (this[i] is { } partition) { plan.Rules[i].Return(partition, plan.Rules[i].CostOf(request)); }
        }
    }
}
