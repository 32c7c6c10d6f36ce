namespace ModelOps.Serving;

/// <summary>Compares policies by value, their lists included.</summary>
internal static class TrafficPolicyComparer
{
    public static bool AreEqual(TrafficPolicy left, TrafficPolicy right) =>
        left with { Rules = right.Rules, Variants = right.Variants } == right
        && left.Rules.SequenceEqual(right.Rules)
        && left.Variants.SequenceEqual(right.Variants);
}
