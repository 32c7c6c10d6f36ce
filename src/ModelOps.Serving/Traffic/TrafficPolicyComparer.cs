namespace ModelOps.Serving;

/// <summary>Compares policies by value, their lists included.</summary>
internal static class TrafficPolicyComparer
{
    public static bool AreEqual(TrafficPolicy left, TrafficPolicy right) =>
        left with { Rules = right.Rules, Experiments = right.Experiments, Variants = right.Variants, Shadow = right.Shadow } == right
        && left.Rules.SequenceEqual(right.Rules)
        && left.Variants.SequenceEqual(right.Variants)
        && left.Experiments.Count == right.Experiments.Count
        && left.Experiments.Zip(right.Experiments).All(static pair => pair.First.IsSameAs(pair.Second))
        && (left.Shadow is null ? right.Shadow is null : left.Shadow.IsSameAs(right.Shadow));
}
