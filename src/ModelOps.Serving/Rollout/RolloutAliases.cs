namespace ModelOps.Serving;

/// <summary>What a rollout's aliases point at.</summary>
/// <param name="ChampionVersion">Loaded version of the champion.</param>
/// <param name="CanaryVersion">Loaded version of the canary.</param>
/// <param name="ChampionRevision">Revision of the champion's alias in the registry; null when no alias is to be moved.</param>
/// <param name="CanaryNumber">Running number of the canary in the registry; null when no alias is to be moved.</param>
internal sealed record RolloutAliases(string ChampionVersion, string CanaryVersion, long? ChampionRevision, long? CanaryNumber)
{
    /// <summary>Reads them from the host, and from the registry if an alias is to be moved in the end.</summary>
    /// <exception cref="ModelNotReadyException">One is not loaded.</exception>
    /// <exception cref="RolloutStateException">Both point at the same version.</exception>
    public static async Task<RolloutAliases> ReadAsync(string model, RolloutPolicy policy, IModelHost host, IModelRegistry? registry, CancellationToken cancellationToken)
    {
        string champion = VersionOf(host, model, policy.Champion) ?? throw NotLoaded(policy.Champion);
        string canary = VersionOf(host, model, policy.Canary) ?? throw NotLoaded(policy.Canary);
        if (champion == canary)
        {
            throw new RolloutStateException(model, null, $"aliases '{policy.Champion}' and '{policy.Canary}' both point at version {canary}. Point '{policy.Canary}' at the new version first.");
        }

        if (registry is null || !policy.MovesAlias) { return new RolloutAliases(champion, canary, null, null); }
        IReadOnlyList<ModelAlias> known = await registry.ListAliasesAsync(model, cancellationToken).ConfigureAwait(false);
        ModelAlias? from = known.FirstOrDefault(a => a.Alias == policy.Champion && a.Version.ToString() == champion);
        ModelAlias? to = known.FirstOrDefault(a => a.Alias == policy.Canary && a.Version.ToString() == canary);
        return from is not null && to is not null
            ? new RolloutAliases(champion, canary, from.Revision, to.Number)
            : throw new RolloutStateException(model, null, "the registry's aliases are not those that are loaded. Wait until the host follows them.");

        ModelNotReadyException NotLoaded(string alias) => new($"{model}@{alias}", "the rollout needs both of its aliases loaded");
    }

    public static string? VersionOf(IModelHost host, string model, string alias) =>
        host.Models.FirstOrDefault(m => m.Name == model && m.State == ModelState.Ready && m.Aliases.Contains(alias))?.Version;
}
