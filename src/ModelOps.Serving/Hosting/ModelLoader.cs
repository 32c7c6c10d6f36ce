using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using ModelOps.Serving.Batching;
using ModelOps.Serving.Diagnostics;
using ModelOps.Serving.Loading;
using ModelOps.Serving.Samples;

namespace ModelOps.Serving;

/// <summary>Turns files into a warm generation.</summary>
internal sealed class ModelLoader(
    IEnumerable<IModelRuntime> runtimes, IOptions<ServingOptions> options, ServingMetrics metrics, ModelResidency residency, IMemoryGauge memory,
    BatchingPlanner batching, TimeProvider timeProvider, ILogger<ModelLoader>? logger = null)
{
    private const double Memory = 0.8; // weight of what was known, against one more load
    private static readonly TimeSpan s_retryWhenFull = TimeSpan.FromMilliseconds(100); // a model in use is idle again soon
    private readonly ILogger _logger = logger ?? NullLogger<ModelLoader>.Instance;
    private readonly IModelRuntime[] _runtimes = [.. runtimes];
    private readonly Lazy<SemaphoreSlim> _places = new(() => new SemaphoreSlim(options.Value.MaxParallelLoads)); // wrong settings are reported at start, all at once
    private long _expected = TimeSpan.TicksPerSecond;

    /// <summary>How long loads took of late.</summary>
    public TimeSpan ExpectedTime => TimeSpan.FromTicks(Interlocked.Read(ref _expected));

    public async Task<ModelGeneration> LoadAsync(HostedModel owner, ModelTarget target, CancellationToken cancellationToken)
    {
        long start = timeProvider.GetTimestamp();
        bool hasPlace = false;
        try
        {
            ModelPackage package = await target.FetchAsync(cancellationToken).ConfigureAwait(false); // a slow one holds no other load up
            await _places.Value.WaitAsync(cancellationToken).ConfigureAwait(false);
            hasPlace = true;
            ModelGeneration generation = await LoadAsync(package, owner, target, timeProvider.GetElapsedTime(start), cancellationToken).ConfigureAwait(false);
            TimeSpan elapsed = timeProvider.GetElapsedTime(start);
            Interlocked.Exchange(ref _expected, (long)((Interlocked.Read(ref _expected) * Memory) + (elapsed.Ticks * (1 - Memory))));
            metrics.Loaded(elapsed, owner.Name, null);
            return generation;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            metrics.Loaded(timeProvider.GetElapsedTime(start), owner.Name, (e as ModelOpsException)?.Code ?? ModelOpsErrorCodes.ModelLoadFailed);
            if (e is ModelLoadException) { throw; }
            throw new ModelLoadException($"{owner.Name}:{target.Version}", e is ModelOpsException ? e.Message : "an unexpected error; the inner exception says more.", e);
        }
        finally
        {
            if (hasPlace) { _places.Value.Release(); }
        }
    }

    private async Task<ModelGeneration> LoadAsync(ModelPackage package, HostedModel owner, ModelTarget target, TimeSpan fetch, CancellationToken cancellationToken)
    {
        IModelRuntime runtime = FindRuntime(package, owner.Settings.Runtime ?? options.Value.Runtime);
        long reserved = residency.Estimate(package);
        if (!residency.TryReserve(reserved)
            && !(await owner.TryUnloadFirstAsync(target, cancellationToken).ConfigureAwait(false) && residency.TryReserve(reserved)))
        {
            string why = $"it needs about {reserved} bytes, and of the {residency.Limit} that {ServingOptions.SectionName}:{nameof(ServingOptions.MaxResidentBytes)} allows, {residency.Bytes} are "
                + "taken by models that are in use or must stay. Raise the limit, make models lazy, or remove some.";
            throw new ModelLoadException($"{package.Model}:{package.Version}", why, new ServerOverloadedException(package.Model, "memory for models is full", s_retryWhenFull));
        }

        try
        {
            long? before = memory.ReadPrivateBytes();
            ModelGeneration generation = await LoadAsync(package, runtime, owner.Settings, fetch, cancellationToken).ConfigureAwait(false);
            long? after = memory.ReadPrivateBytes();
            residency.Add(generation, owner, reserved, after - before ?? reserved);
            return generation;
        }
        catch
        {
            residency.Release(reserved);
            throw;
        }
    }

    private async Task<ModelGeneration> LoadAsync(
        ModelPackage package, IModelRuntime runtime, HostedModelOptions settings, TimeSpan fetch, CancellationToken cancellationToken)
    {
        long start = timeProvider.GetTimestamp();
        IModelSession session = await runtime.LoadAsync(package, cancellationToken).ConfigureAwait(false);
        try
        {
            TimeSpan load = timeProvider.GetElapsedTime(start);
            start = timeProvider.GetTimestamp();
            ModelLoadFacts facts = new(fetch, load, TimeSpan.Zero, 0, string.Empty);
            facts = await WarmUpAsync(package, session, settings, facts, cancellationToken).ConfigureAwait(false);
            ModelGeneration generation = new(package, runtime, session, timeProvider) { IsEvictable = settings.IsEvictable, Facts = facts };
            await LoadThreads.RunAsync(
                () =>
                {
                    batching.Equip(generation, settings.Batching, cancellationToken);
                    return true;
                },
                LoadPriority.IsLow(session.Properties), cancellationToken).ConfigureAwait(false);
            generation.Facts = facts with { WarmUp = timeProvider.GetElapsedTime(start) };
            _logger.ModelLoaded(
                package.Model, package.Version, runtime.Name, load.TotalMilliseconds, generation.Facts.WarmUp.TotalMilliseconds,
                string.Join(", ", generation.Properties.OrderBy(static p => p.Key, StringComparer.Ordinal).Select(static p => $"{p.Key}={p.Value}")));
            return generation;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    private IModelRuntime FindRuntime(ModelPackage package, string? name)
    {
        string known = string.Join(", ", _runtimes.Select(static r => r.Name));
        IModelRuntime[] candidates = name is null ? _runtimes : Array.FindAll(_runtimes, r => r.Name == name);
        if (candidates.Length == 0)
        {
            throw new ModelLoadException($"{package.Model}:{package.Version}", $"there is no runtime '{name}' (runtimes: {known}). Name one of them, or add the package that brings it.");
        }

        return Array.Find(candidates, r => r.CanLoad(package)) ?? throw new ModelLoadException(
            $"{package.Model}:{package.Version}",
            $"{(name is null ? "no runtime takes" : $"runtime '{name}' does not take")} the format '{package.Format}' (runtimes: {known}). "
            + "Add the package whose runtime does, or convert the model to ONNX.");
    }

    /// <summary>Replays what was recorded and warms the session up: with declared samples, else with recorded requests, else with zeros.</summary>
    private async Task<ModelLoadFacts> WarmUpAsync(
        ModelPackage package, IModelSession session, HostedModelOptions settings, ModelLoadFacts facts, CancellationToken cancellationToken)
    {
        IReadOnlyList<RecordedCall> golden = await ReadCallsAsync(package, SampleFiles.Golden, settings.GoldenFile, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<RecordedCall> samples = await ReadCallsAsync(package, SampleFiles.WarmUp, settings.WarmUpFile, cancellationToken).ConfigureAwait(false);
        try
        {
            return await LoadThreads.RunAsync(
                () => facts with
                {
                    GoldenCalls = new GoldenReplay(options.Value.GoldenRelativeTolerance, options.Value.GoldenAbsoluteTolerance)
                        .Run($"{package.Model}:{package.Version}", session, golden, cancellationToken),
                    WarmUpSource = WarmUp(package, session, samples, golden, cancellationToken),
                },
                LoadPriority.IsLow(session.Properties), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            foreach (RecordedCall call in golden.Concat(samples)) { call.Dispose(); }
        }
    }

    private string WarmUp(
        ModelPackage package, IModelSession session, IReadOnlyList<RecordedCall> samples, IReadOnlyList<RecordedCall> golden, CancellationToken cancellationToken)
    {
        if (options.Value.WarmUpRuns == 0) { return "none"; }
        ModelWarmUp warmUp = new(package.Model, session, options.Value.WarmUpRuns);
        if (samples.Count + golden.Count > 0)
        {
            warmUp.Run(samples.Count > 0 ? samples : golden, cancellationToken);
            return samples.Count > 0 ? "samples" : "recorded calls";
        }

        try
        {
            warmUp.RunMadeUp(options.Value.WarmUpBatchSizes, cancellationToken);
            return "zeros";
        }
        catch (ModelExecutionException e)
        {
            _logger.WarmUpFailed(package.Model, package.Version, e);
            return "none";
        }
    }

    private static async Task<IReadOnlyList<RecordedCall>> ReadCallsAsync(ModelPackage package, string kind, string? configured, CancellationToken cancellationToken) =>
        SampleFiles.Find(package, kind, configured) is { } file
            ? await RecordedCalls.ReadAsync(package.Model, file, cancellationToken).ConfigureAwait(false)
            : [];
}
