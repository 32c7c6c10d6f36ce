using System.Globalization;

namespace ModelOps.Serving;

/// <summary>Versions of the registry: those that aliases point at, and those that the policy chooses.</summary>
internal sealed class RegistryModelSource(HostedModelOptions model, IReadOnlyList<string> aliases, IModelRegistry registry) : IModelSource
{
    public IReadOnlyList<string> Aliases => aliases;

    public TimeSpan NextRead => Timeout.InfiniteTimeSpan;

    public bool Concerns(RegistryEvent news) =>
        news.Alias is { } alias ? news.Kind != RegistryEventKind.AliasMoveRefused && aliases.Contains(alias) : model.VersionPolicy != ModelVersionPolicy.Aliases && news.Kind == RegistryEventKind.VersionRegistered;

    public async Task<IReadOnlyList<ModelTarget>> ReadAsync(CancellationToken cancellationToken)
    {
        List<ModelTarget> targets = [];
        if (aliases.Count > 0)
        {
            IReadOnlyList<ModelAlias> known = await registry.ListAliasesAsync(model.Name, cancellationToken).ConfigureAwait(false);
            targets.AddRange(
                from alias in aliases
                join target in known on alias equals target.Alias
                select new ModelTarget(alias, target.Revision, target.Version.ToString(), target.Number, token => FetchAsync(target.Number, token)));
        }

        if (model.VersionPolicy == ModelVersionPolicy.Aliases) { return targets; }
        IReadOnlyList<ModelVersion> versions = await registry.ListVersionsAsync(model.Name, cancellationToken).ConfigureAwait(false);
        targets.AddRange(VersionChoice.Choose(
            [.. versions.Select(version => new ModelTarget(null, 0, version.Version.ToString(), version.Number, token => registry.FetchAsync(version, token)))], model));
        return targets;
    }

    private async Task<ModelPackage> FetchAsync(long number, CancellationToken cancellationToken)
    {
        ModelReference reference = ModelReference.ToVersion(model.Name, number.ToString(CultureInfo.InvariantCulture));
        ModelVersion version = await registry.ResolveAsync(reference, cancellationToken).ConfigureAwait(false);
        return await registry.FetchAsync(version, cancellationToken).ConfigureAwait(false);
    }
}
