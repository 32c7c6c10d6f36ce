namespace ModelOps.Serving;

/// <summary>Chooses versions as a policy says.</summary>
internal static class VersionChoice
{
    /// <param name="all">All there are, in any order.</param>
    /// <param name="model">Holds the policy.</param>
    /// <returns>Those to serve, newest first.</returns>
    public static IReadOnlyList<ModelTarget> Choose(IReadOnlyList<ModelTarget> all, HostedModelOptions model)
    {
        IEnumerable<ModelTarget> newestFirst = all.OrderByDescending(static t => t.Version, Comparer<string>.Create(ModelGenerationAge.Compare));
        return model.VersionPolicy switch
        {
            ModelVersionPolicy.Latest => [.. newestFirst.Take(model.LatestVersions)],
            ModelVersionPolicy.Specific => [.. newestFirst.Where(t => model.Versions.Any(t.IsMeantBy))],
            ModelVersionPolicy.All => [.. newestFirst],
            _ => [.. newestFirst.Take(1)],
        };
    }
}
