using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using ModelOps.Serving.Validation;

namespace ModelOps.Serving;

internal sealed class ModelHost(
    IOptions<ServingOptions> options, ModelLoader loader, ModelResidency residency, ModelDownloader downloader, TimeProvider timeProvider, IModelRegistry? registry = null,
    ILogger<ModelHost>? logger = null)
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

    public ModelHostReport GetReport() => new()
    {
        Processors = Environment.ProcessorCount, // a quota rounded up
        ProcessorQuota = MachineFacts.ReadProcessorQuota(),
        MemoryBytes = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, // a container's limit considered
        Vectors = MachineFacts.DescribeVectors(),
        ResidentBytes = residency.Bytes,
        MaxResidentBytes = residency.Limit,
        Models = [.. _models.Values.OrderBy(static m => m.Name, StringComparer.Ordinal).SelectMany(static m => m.GetReports())],
        NotLoaded = [.. Models.Where(static m => m.State is not (ModelState.Ready or ModelState.Unloading))],
    };

    /// <summary>Ends when every model hosted now was tried once.</summary>
    public Task WhenTriedAsync() => Task.WhenAll(_models.Values.Select(static m => m.Tried));

    /// <summary>Begins to load the configured models, without waiting for them. Once only.</summary>
    public void Start()
    {
        lock (_lock)
        {
            if (_started) { return; }
            _started = true;
            HostedModel[] hosted = [.. options.Value.Models.Select(model => Create(model.Copy()))];
            Dictionary<string, HostedModel> models = new(_models);
            foreach (HostedModel model in hosted) { models[model.Name] = model; }
            _models = models;
            foreach (HostedModel model in hosted) { model.Follow(); }
        }
    }

    /// <summary>Hosts a model without waiting for it, unless one of its name is hosted.</summary>
    public bool TryBegin(HostedModelOptions model)
    {
        HostedModel hosted = Create(model.Copy());
        lock (_lock)
        {
            if (_models.ContainsKey(hosted.Name)) { return false; }
            _models = new Dictionary<string, HostedModel>(_models) { [hosted.Name] = hosted };
        }

        hosted.Follow();
        return true;
    }

    public async Task AddAsync(HostedModelOptions model, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        string[] errors = [.. HostedModelRules.Check(model, nameof(model), registry is not null)];
        if (errors.Length > 0) { throw new ArgumentException(string.Join(" ", errors), nameof(model)); }

        HostedModel added = Create(model.Copy());
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
        if (TryLease(reference, out ModelLease lease)) { return lease; }
        HostedModel model = Find(reference.Name);
        throw new ModelNotReadyException(reference.ToString(), model.ExplainNotReady(reference));
    }

    /// <summary>Leases what answers a reference, unless a load must come first: then <see cref="LeaseAsync"/> does.</summary>
    public bool TryLease(ModelReference reference, out ModelLease lease)
    {
        while (true)
        {
            HostedModel model = Find(reference.Name);
            ModelRoutes routes = model.Routes;
            if (routes.Find(reference) is not { } generation)
            {
                lease = default;
                return model.IsLazy ? false : throw routes.NotFound(reference, model.ExplainNotReady(reference));
            }

            if (generation.TryLease())
            {
                lease = new ModelLease(generation);
                return true;
            }

            // It was retired just now, and newer routes are published: read them.
        }
    }

    /// <summary>What would answer a reference now, without a lease: to ask what it is, not to run it.</summary>
    public ModelGeneration? Peek(ModelReference reference) => _models.TryGetValue(reference.Name, out HostedModel? model) ? model.Routes.Find(reference) : null;

    /// <summary>All that can answer for a model now.</summary>
    public IReadOnlyList<ModelGeneration> GenerationsOf(string name) => _models.TryGetValue(name, out HostedModel? model) ? model.Routes.Generations : [];

    /// <summary>Leases what answers a reference, having it loaded first if need be.</summary>
    /// <exception cref="ModelNotReadyException">It cannot be loaded, or not by the deadline.</exception>
    public async ValueTask<ModelLease> LeaseAsync(ModelReference reference, DateTimeOffset? deadline, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (TryLease(reference, out ModelLease lease)) { return lease; }
            HostedModel model = Find(reference.Name);
            model.EnsureKnown(reference);
            await model.DemandAsync(reference, deadline, cancellationToken).ConfigureAwait(false);
        }
    }

    public bool CanAnswer(ModelReference reference)
    {
        HostedModel model = Find(reference.Name);
        return model.Routes.Find(reference) is not null || (model.IsLazy && model.IsKnown(reference));
    }

    public async ValueTask<ModelMetadata> DescribeAsync(ModelReference reference, CancellationToken cancellationToken)
    {
        using ModelLease lease = await LeaseAsync(reference, null, cancellationToken).ConfigureAwait(false);
        ModelGeneration generation = lease.Generation;
        Dictionary<string, string> properties = new(generation.Properties) { ["runtime"] = generation.Runtime.Name };
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

    private HostedModel Create(HostedModelOptions model) =>
        new(model, CreateSource(model), loader, residency, options.Value, timeProvider, logger ?? NullLogger<ModelHost>.Instance);

    private IModelSource CreateSource(HostedModelOptions model)
    {
        if (model.File is not null) { return new FileModelSource(model, options.Value, timeProvider); }
        if (model.Url is not null) { return new HttpModelSource(model, options.Value, downloader); }
        if (model.Directory is not null) { return new DirectoryModelSource(model, options.Value, timeProvider); }
        IReadOnlyList<string> aliases = model.Aliases.Count > 0 || model.VersionPolicy != ModelVersionPolicy.Aliases ? [.. model.Aliases] : [HostedModelRules.DefaultAlias];
        return new RegistryModelSource(model, aliases, registry!);
    }
}
