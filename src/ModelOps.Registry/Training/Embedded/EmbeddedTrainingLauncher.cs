using Microsoft.Extensions.Options;

namespace ModelOps.Registry.Training.Embedded;

/// <summary>Keeps jobs in a file that the hosts of one machine share; <see cref="TrainingRunner"/> runs them.</summary>
internal sealed class EmbeddedTrainingLauncher(TrainingJobsOptions options, TrainingWorks works, TimeProvider time, TrainingMetrics? metrics = null) : ITrainingJobLauncher
{
    private readonly Lazy<TrainingStore> _store = new(() => TrainingStore.Open(Path.GetFullPath(options.Path), options.BusyTimeout));

    public EmbeddedTrainingLauncher(IOptions<TrainingJobsOptions> options, TrainingWorks works, TimeProvider time, TrainingMetrics metrics)
        : this(options.Value, works, time, metrics)
    {
    }

    public string Name => TrainingLauncherNames.Embedded;

    public TrainingStore Store => _store.Value;

    public TrainingJobsOptions Options => options;

    public TrainingMetrics Metrics { get; } = metrics ?? new TrainingMetrics();

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    public async Task<TrainingJobHandle> StartAsync(TrainingJobSpec spec, string idempotencyKey, CancellationToken cancellationToken = default)
    {
        TrainingRules.Check(spec, idempotencyKey);
        if (works.Get(spec.Job).Check(spec) is { } error) { throw new ArgumentException(error, nameof(spec)); }
        string id = Guid.CreateVersion7(time.GetUtcNow()).ToString("N");
        string fingerprint = TrainingSpecJson.Fingerprint(spec);
        TrainingJobHandle handle = await Task.Run(() => Store.Write(c =>
        {
            if (TrainingRows.FindKey(c, idempotencyKey) is { } known)
            {
                if (known.Fingerprint == fingerprint) { return new TrainingJobHandle(Name, known.Id, IsNew: false); }
                throw new TrainingJobException(
                    ModelOpsErrorKind.Conflict,
                    TrainingJobErrorCodes.Conflict,
                    $"The idempotency key belongs to job '{known.Id}', which does other work. Use a new key for each piece of work, and the same key only to ask again.");
            }

            TrainingRows.Insert(c, id, idempotencyKey, fingerprint, spec.Job, TrainingSpecJson.Write(spec), Now);
            return new TrainingJobHandle(Name, id, IsNew: true);
        }), cancellationToken).ConfigureAwait(false);
        if (handle.IsNew) { Metrics.Launched(Name, spec.Model); }
        return handle;
    }

    public Task<TrainingJobStatus> GetAsync(string id, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(id);
        return Task.Run(() => Store.Read(c => TrainingRows.Find(c, id) ?? throw NotFound(id)).ToStatus(), cancellationToken);
    }

    public IAsyncEnumerable<TrainingJobStatus> WatchAsync(string id, CancellationToken cancellationToken = default) =>
        StatusWatch.FollowAsync(token => GetAsync(id, token), options.PollInterval, options.BusyTimeout, time, cancellationToken);

    public async Task<TrainingJobLog> LogsAsync(string id, CancellationToken cancellationToken = default)
    {
        await GetAsync(id, cancellationToken).ConfigureAwait(false); // an id is a file's name only once it is known
        return await LogOf(id).ReadAsync(cancellationToken).ConfigureAwait(false);
    }

    public async Task CancelAsync(string id, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(id);
        TrainingRow? ended = await Task.Run(() => Store.Write(c =>
        {
            TrainingRow row = TrainingRows.Find(c, id) ?? throw NotFound(id);
            if (row.State == TrainingJobState.Pending)
            {
                return TrainingRows.Finish(c, id, row.Token, TrainingJobState.Cancelled, Now, null, "Cancelled before it ran.", null) ? row : null;
            }

            TrainingRows.RequestCancel(c, id);
            return null;
        }), cancellationToken).ConfigureAwait(false);
        if (ended is not null) { Finished(ended, TrainingJobState.Cancelled, ran: null); }
    }

    /// <summary>Counts an end that was stored.</summary>
    public void Finished(TrainingRow row, TrainingJobState state, TimeSpan? ran) => Metrics.Finished(Name, TrainingSpecJson.Read(row.Spec).Model, state, ran);

    public JobLogFiles LogOf(string id) => new(Path.Combine(Path.GetFullPath(options.Path), "logs"), id);

    private static TrainingJobException NotFound(string id) => new(
        ModelOpsErrorKind.NotFound, TrainingJobErrorCodes.NotFound, $"There is no training job '{id}', or it ended so long ago that it was removed. Check the id.");
}
