using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using ModelOps.Serving.Validation;

namespace ModelOps.Serving;

internal sealed class ModelHost(
    IOptions<ServingOptions> options, ModelLoader loader, TimeProvider timeProvider, IModelRegistry? registry = null, ILogger<ModelHost>? logger = null)
    : IModelHost, IDisposable
{
    private readonly Lock _lock = new(); // guards the writing of _models
    private volatile Dictionary<string, HostedModel> _models = []; // replaced as a whole, never changed
    private bool _started;

    public bool IsReady => _models.Values.All(static m => m.IsReady || !m.IsRequired);

    public IReadOnlyList<HostedModelStatus> Models =>
    [
        .. _models.Values.SelectMany(static m => m.GetStatuses())
            .OrderBy(static s => s.Name, StringComparer.Ordinal)
            .ThenByDescending(static s => s.Version, Comparer<string?>.Create(ModelGenerationAge.Compare)),
    ];

    public IReadOnlyList<ModelStatistics> GetStatistics(string? model = null) =>
    [
        .. (model is null ? _models.Values : (IEnumerable<HostedModel>)[Find(model)])
            .OrderBy(static m => m.Name, StringComparer.Ordinal)
            .SelectMany(static m => m.Routes.Generations)
            .Select(static g => g.Statistics.Read(g.Model, g.Version)),
    ];

    /// <summary>Begins to load the configured models, without waiting for them. Once only.</summary>
    public void Start()
    {
        lock (_lock)
        {
            if (_started) { return; }
            _started = true;
            foreach (HostedModelOptions model in options.Value.Models)
            {
                HostedModel hosted = Create(model);
                _models = new Dictionary<string, HostedModel>(_models) { [hosted.Name] = hosted };
                hosted.Follow();
            }
        }
    }

    public async Task AddAsync(HostedModelOptions model, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        string[] errors = [.. HostedModelRules.Check(model, nameof(model), registry is not null)];
        if (errors.Length > 0) { throw new ArgumentException(string.Join(" ", errors), nameof(model)); }

        HostedModel added = Create(model);
        HostedModel? replaced;
        try
        {
            await added.UpdateAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await added.StopAsync().ConfigureAwait(false);
            throw;
        }

        lock (_lock)
        {
            _models.TryGetValue(added.Name, out replaced);
            _models = new Dictionary<string, HostedModel>(_models) { [added.Name] = added };
        }

        added.Follow();
        _ = replaced?.StopAsync();
    }

    public async Task<bool> RemoveAsync(string name, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        HostedModel? removed;
        lock (_lock)
        {
            Dictionary<string, HostedModel> rest = new(_models);
            if (!rest.Remove(name, out removed)) { return false; }
            _models = rest;
        }

        await removed.StopAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        return true;
    }

    public Task RefreshAsync(string name, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Find(name).UpdateAsync(cancellationToken);
    }

    public void Notify(RegistryEvent news) => _models.GetValueOrDefault(news.Model)?.Notify(news);

    /// <summary>Leases what answers a reference; the caller disposes the lease.</summary>
    public ModelLease Lease(ModelReference reference)
    {
        while (true)
        {
            HostedModel model = Find(reference.Name);
            ModelRoutes routes = model.Routes;
            ModelGeneration generation = routes.Find(reference) ?? throw routes.NotFound(reference, model.ExplainNotReady(reference));
            if (generation.TryLease()) { return new ModelLease(generation); }

            // It was retired just now, after newer routes were published: read them.
        }
    }

    public bool CanAnswer(ModelReference reference) => Find(reference.Name).Routes.Find(reference) is not null;

    public ModelMetadata Describe(ModelReference reference)
    {
        using ModelLease lease = Lease(reference);
        ModelGeneration generation = lease.Generation;
        Dictionary<string, string> properties = new(generation.Session.Properties) { ["runtime"] = generation.Runtime.Name };
        if (generation.Package.Digest is { } digest) { properties["digest"] = digest; }
        if (generation.Package.Number is { } number) { properties["number"] = number.ToString(CultureInfo.InvariantCulture); }
        return new ModelMetadata
        {
            Name = generation.Model,
            Versions = [.. Find(reference.Name).Routes.Generations.Select(static g => g.Version)],
            Platform = generation.Runtime.Platform,
            Signature = generation.Session.Signature,
            Properties = properties,
        };
    }

    /// <summary>Refuses new calls and unloads every model once its running calls have ended.</summary>
    public Task StopAsync() => Task.WhenAll(_models.Values.Select(static m => m.StopAsync()));

    /// <summary>As <see cref="StopAsync"/>, without waiting: what is idle is unloaded at once, the rest with its last call.</summary>
    public void Dispose() => _ = StopAsync();

    private HostedModel Find(string name) =>
        _models.TryGetValue(name, out HostedModel? model) ? model : throw new ModelNotFoundException(name, _models.Keys);

    private HostedModel Create(HostedModelOptions model)
    {
        IModelSource source = model.File is { } file
            ? new FileModelSource(model.Name, file, model.FileVersion)
            : new RegistryModelSource(model.Name, model.Aliases.Count > 0 ? [.. model.Aliases] : [HostedModelRules.DefaultAlias], registry!);
        return new HostedModel(
            model.Name, model.IsRequired, model.Runtime, source, loader, options.Value, timeProvider, logger ?? NullLogger<ModelHost>.Instance);
    }
}
