using System.Globalization;
using ModelOps.Registry.Diagnostics;
using ModelOps.Registry.Mlflow.Remote;
using ModelOps.Registry.Mlflow.Wire;

namespace ModelOps.Registry.Mlflow;

/// <summary>An MLflow server as a registry of ours.</summary>
internal sealed partial class MlflowModelRegistry : IModelRegistry, IDisposable
{
    private readonly MlflowApi _api;
    private readonly MlflowOptions _options;
    private readonly TimeProvider _timeProvider;
    private readonly MlflowArtifacts _artifacts;
    private readonly RemoteModels _models;
    private readonly VersionReader _versions;
    private readonly AliasRevisions _revisions = new();
    private readonly Lazy<VersionCache> _cache;
    private readonly RegistryFeed _feed;

    public MlflowModelRegistry(MlflowApi api, MlflowOptions options, TimeProvider timeProvider)
    {
        _api = api;
        _options = options;
        _timeProvider = timeProvider;
        _artifacts = new MlflowArtifacts(api, options);
        _models = new RemoteModels(api);
        _cache = new Lazy<VersionCache>(() => new VersionCache(options, timeProvider, api.Logger));
        _versions = new VersionReader(api, _models, _artifacts, () => _cache.Value);
        _feed = new RegistryFeed(_models, _revisions, timeProvider, api.Logger);
    }

    public async Task<ModelVersion> ResolveAsync(ModelReference reference, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reference);
        return await _versions.ReadAsync(await FindAsync(reference, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<string>> ListModelsAsync(CancellationToken cancellationToken = default)
    {
        IReadOnlyList<WireModel> models = await ListNamedAsync(cancellationToken).ConfigureAwait(false);
        return [.. models.Select(static m => m.Name).Order(StringComparer.Ordinal)];
    }

    public async Task<IReadOnlyList<ModelVersion>> ListVersionsAsync(string model, CancellationToken cancellationToken = default) =>
        await _versions.ReadAllAsync(await ListWireVersionsAsync(model, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    public void Dispose()
    {
        if (_cache.IsValueCreated) { _cache.Value.Dispose(); }
        _feed.Dispose();
    }

    private async Task<WireVersion> FindAsync(ModelReference reference, CancellationToken cancellationToken)
    {
        if (reference.Alias is { } alias && !alias.Equals("latest", StringComparison.OrdinalIgnoreCase))
        {
            return await _models.FindAliasAsync(reference.Name, alias, cancellationToken).ConfigureAwait(false)
                ?? throw await NotFoundAsync(reference, cancellationToken).ConfigureAwait(false);
        }

        if (reference.Version is { } text && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number))
        {
            return await _models.FindVersionAsync(reference.Name, number, cancellationToken).ConfigureAwait(false)
                ?? throw await NotFoundAsync(reference, cancellationToken).ConfigureAwait(false);
        }

        IReadOnlyList<WireVersion> versions = await _models.ListVersionsAsync(reference.Name, cancellationToken).ConfigureAwait(false);
        WireVersion? found = reference.Version is null
            ? versions.FirstOrDefault()
            : versions.Where(v => v.SemanticVersion.ToString() == reference.Version).MaxBy(static v => v.Tags.ContainsKey(VersionTags.Version));
        return found ?? throw await NotFoundAsync(reference, cancellationToken).ConfigureAwait(false);
    }

    private async Task<ModelOpsException> NotFoundAsync(ModelReference reference, CancellationToken cancellationToken)
    {
        WireModel model = await GetModelOrThrowAsync(reference.Name, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<WireVersion> versions = await _models.ListVersionsAsync(model.Name, cancellationToken).ConfigureAwait(false);
        return new ModelVersionNotFoundException(
            reference, [.. versions.Take(20).Select(static v => v.SemanticVersion.ToString()), .. model.Aliases.Keys.Order(StringComparer.Ordinal).Select(static a => "@" + a)]);
    }

    private async Task<IReadOnlyList<WireVersion>> ListWireVersionsAsync(string model, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(model);
        IReadOnlyList<WireVersion> versions = ModelReference.IsName(model) ? await _models.ListVersionsAsync(model, cancellationToken).ConfigureAwait(false) : [];
        if (versions.Count == 0) { await GetModelOrThrowAsync(model, cancellationToken).ConfigureAwait(false); }
        return versions;
    }

    /// <summary>The model; a name that no reference may have is that of no model.</summary>
    private async Task<WireModel> GetModelOrThrowAsync(string model, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(model);
        try
        {
            return ModelReference.IsName(model) ? await _models.GetAsync(model, cancellationToken).ConfigureAwait(false) : throw new ModelNotFoundException(model, []);
        }
        catch (ModelNotFoundException)
        {
            throw new ModelNotFoundException(model, await ListKnownAsync(cancellationToken).ConfigureAwait(false));
        }
    }

    /// <summary>Names for an error's message; none where the server does not list its models for us.</summary>
    private async Task<string[]> ListKnownAsync(CancellationToken cancellationToken)
    {
        try
        {
            return [.. await ListModelsAsync(cancellationToken).ConfigureAwait(false)];
        }
        catch (MlflowServerException)
        {
            return [];
        }
    }

    private async Task<IReadOnlyList<WireModel>> ListNamedAsync(CancellationToken cancellationToken)
    {
        List<WireModel> named = [];
        foreach (WireModel model in await _models.ListAsync(cancellationToken).ConfigureAwait(false))
        {
            if (ModelReference.IsName(model.Name)) { named.Add(model); }
            else { _api.Logger.MlflowModelLeftOut(model.Name); }
        }

        return named;
    }
}
