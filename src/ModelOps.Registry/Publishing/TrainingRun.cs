using System.Globalization;

namespace ModelOps.Registry.Publishing;

/// <summary>A training in progress: logs its parameters and metrics, registers the model it made and moves that to staging. Works with any
/// tracking store and any registry.</summary>
/// <remarks>Dispose it in any case: a run that was not completed by then is marked as failed. Thread-safe.</remarks>
public sealed class TrainingRun : IAsyncDisposable
{
    private readonly ITrackingStore _tracking;
    private readonly TimeProvider _timeProvider;
    private int _hasEnded;

    private TrainingRun(ITrackingStore tracking, TimeProvider timeProvider, TrackingRun run)
    {
        _tracking = tracking;
        _timeProvider = timeProvider;
        Id = run.Id;
        ExperimentId = run.ExperimentId;
    }

    /// <summary>Identifier of the run.</summary>
    public string Id { get; }

    /// <summary>Identifier of its experiment.</summary>
    public string ExperimentId { get; }

    /// <summary>Starts a run.</summary>
    /// <param name="tracking">Where to log.</param>
    /// <param name="options">Experiment and names.</param>
    /// <param name="timeProvider">Clock; null for the system's.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>The run.</returns>
    /// <exception cref="TrackingStateException">The experiment was deleted.</exception>
    public static async Task<TrainingRun> StartAsync(
        ITrackingStore tracking, TrainingRunOptions options, TimeProvider? timeProvider = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(tracking);
        ArgumentNullException.ThrowIfNull(options);
        TimeProvider clock = timeProvider ?? TimeProvider.System;
        Experiment experiment = await FindOrCreateAsync(tracking, options.Experiment, cancellationToken).ConfigureAwait(false);
        TrackingRun run = await tracking.CreateRunAsync(
            new RunCreation
            {
                ExperimentId = experiment.Id,
                Name = options.Name,
                UserId = options.User,
                StartTime = clock.GetUtcNow(),
                Tags = options.Tags,
                IdempotencyKey = options.IdempotencyKey,
            },
            cancellationToken).ConfigureAwait(false);
        return new TrainingRun(tracking, clock, run);
    }

    /// <summary>Logs parameters, e.g. <c>learning_rate</c>.</summary>
    /// <param name="parameters">Parameters; they never change.</param>
    /// <param name="cancellationToken">Ends the call early; some may be logged then.</param>
    /// <returns>When it is done.</returns>
    /// <exception cref="ParamConflictException">One was logged with another value before.</exception>
    public async Task LogParamsAsync(IReadOnlyDictionary<string, string> parameters, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        foreach (KeyValuePair<string, string>[] part in parameters.Chunk(TrackingLimits.MaxBatchParams))
        {
            await _tracking.LogBatchAsync(new RunBatch { RunId = Id, Params = [.. part.Select(static p => new RunParam(p.Key, p.Value))] }, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Logs metrics, e.g. the loss of an epoch.</summary>
    /// <param name="metrics">Metrics.</param>
    /// <param name="step">Step they were measured at.</param>
    /// <param name="cancellationToken">Ends the call early; some may be logged then.</param>
    /// <returns>When it is done.</returns>
    public async Task LogMetricsAsync(IReadOnlyDictionary<string, double> metrics, long step = 0, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        DateTimeOffset now = _timeProvider.GetUtcNow();
        foreach (KeyValuePair<string, double>[] part in metrics.Chunk(TrackingLimits.MaxBatchMetrics))
        {
            await _tracking.LogBatchAsync(new RunBatch { RunId = Id, Metrics = [.. part.Select(m => new RunMetric(m.Key, m.Value, now, step))] }, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Registers the model that the run made: logs what its registration says was set and measured, chooses its semantic version and moves it
    /// to staging.</summary>
    /// <param name="registry">Registry.</param>
    /// <param name="registration">The model. Without a version it gets the next minor one, or the next major one where its signature breaks callers of
    /// the greatest version so far: inputs added, removed or narrowed, outputs removed or widened, types changed.</param>
    /// <param name="options">What happens to it; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the call early; what was done by then stays.</param>
    /// <returns>The version and what became of it.</returns>
    /// <exception cref="ModelVersionConflictException">The version was named, or taken by another run meanwhile, and exists with other content.</exception>
    public async Task<RegisteredTrainingModel> RegisterModelAsync(
        IModelRegistry registry, ModelRegistration registration, RegisterModelOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(registry);
        ArgumentNullException.ThrowIfNull(registration);
        RegisterModelOptions settings = options ?? new RegisterModelOptions();
        await LogParamsAsync(registration.Parameters, cancellationToken).ConfigureAwait(false);
        await LogMetricsAsync(registration.Metrics, 0, cancellationToken).ConfigureAwait(false);
        ModelVersion? previous = await FindGreatestAsync(registry, registration.Model, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<string> breaks = SignatureChange.FindBreaks(previous?.Signature, registration.Signature);
        ModelVersion version = await registry.RegisterAsync(
            registration with
            {
                RunId = registration.RunId ?? Id,
                // A minor version is left to the registry, which numbers without a race.
                Version = registration.Version ?? (breaks.Count > 0 ? new SemanticVersion(previous!.Version.Major + 1, 0, 0) : null),
            },
            cancellationToken).ConfigureAwait(false);
        await TagAsync(version, cancellationToken).ConfigureAwait(false);
        string reason = settings.Reason ?? $"Trained by run {Id}.";
        if (settings.Stage is { } stage)
        {
            await registry.UpdateVersionAsync(new VersionChange { Model = version.Model, Number = version.Number, Stage = stage, Reason = reason }, cancellationToken).ConfigureAwait(false);
        }

        ModelAlias? alias = settings.StagingAlias is null ? null : await registry.MoveAliasAsync(
            new AliasMove { Model = version.Model, Alias = settings.StagingAlias, Number = version.Number, Reason = reason, Evidence = Evidence(version) }, cancellationToken).ConfigureAwait(false);
        return new RegisteredTrainingModel(version, previous, breaks, alias);
    }

    /// <summary>Ends the run well.</summary>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>When it is done. A run that has ended stays as it is.</returns>
    public Task CompleteAsync(CancellationToken cancellationToken = default) => EndAsync(RunStatus.Finished, cancellationToken);

    /// <summary>Marks the run as failed, unless it was completed. A store that cannot be reached leaves it running, without an error.</summary>
    /// <returns>When it is done.</returns>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await EndAsync(RunStatus.Failed, CancellationToken.None).ConfigureAwait(false);
        }
        catch (ModelOpsException)
        {
            // What failed the training is on its way to the caller, and matters more.
        }
    }

    private async Task EndAsync(RunStatus status, CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _hasEnded, 1) != 0) { return; }
        try
        {
            await _tracking.UpdateRunAsync(new RunUpdate { RunId = Id, Status = status, EndTime = _timeProvider.GetUtcNow() }, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            Volatile.Write(ref _hasEnded, 0);
            throw;
        }
    }

    private Task TagAsync(ModelVersion version, CancellationToken cancellationToken) => _tracking.LogBatchAsync(
        new RunBatch
        {
            RunId = Id,
            Tags = [new RunTag("modelops.model", version.Model), new RunTag("modelops.version", version.Version.ToString()), new RunTag("modelops.digest", version.Digest)],
        },
        cancellationToken);

    private static Dictionary<string, string> Evidence(ModelVersion version) => version.Metrics
        .Where(static m => m.Key.Length <= RegistryLimits.MaxKeyLength)
        .Take(RegistryLimits.MaxEntries)
        .ToDictionary(static m => m.Key, static m => m.Value.ToString("R", CultureInfo.InvariantCulture));

    private static async Task<ModelVersion?> FindGreatestAsync(IModelRegistry registry, string model, CancellationToken cancellationToken)
    {
        try
        {
            return (await registry.ListVersionsAsync(model, cancellationToken).ConfigureAwait(false)).MaxBy(static v => v.Version);
        }
        catch (ModelNotFoundException)
        {
            return null;
        }
    }

    private static async Task<Experiment> FindOrCreateAsync(ITrackingStore tracking, string name, CancellationToken cancellationToken)
    {
        if (await tracking.FindExperimentAsync(name, cancellationToken).ConfigureAwait(false) is { } known) { return known; }
        try
        {
            return await tracking.CreateExperimentAsync(new ExperimentCreation { Name = name }, cancellationToken).ConfigureAwait(false);
        }
        catch (ExperimentConflictException)
        {
            // Another run made it at the same time.
            return await tracking.FindExperimentAsync(name, cancellationToken).ConfigureAwait(false) ?? throw new TrackingRequestException($"Experiment '{name}' exists and cannot be found. Try again.");
        }
    }
}
