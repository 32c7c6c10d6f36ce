namespace ModelOps.Registry.Gates;

internal static class PolicyFiles
{
    /// <summary>The policies of the settings and those of their file.</summary>
    public static IReadOnlyList<PromotionPolicy> Read(PromotionGatesOptions options) => options.PolicyFile is { Length: > 0 } file
        ? [.. options.Policies, .. PromotionPolicies.Parse(File.ReadAllText(file))]
        : [.. options.Policies];
}
