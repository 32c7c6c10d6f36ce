using System.Text;
using System.Text.Json;

namespace ModelOps.Jobs;

/// <summary>A queue in a file of this machine. Several processes may share the file; what was submitted survives the loss of power.</summary>
/// <remarks>Thread-safe. Leases run by the clock, so processes that share a file must run on the machine that has it.</remarks>
public sealed partial class SqliteJobQueue : IInferenceJobQueue, IDisposable
{
    private const int PurgeAtOnce = 500;
    private readonly JobDatabase _database;
    private readonly TimeProvider _time;
    private readonly SqliteJobQueueOptions _options;
    private readonly WorkSignal _signal = new();

    private SqliteJobQueue(JobDatabase database, SqliteJobQueueOptions options, TimeProvider time)
    {
        _database = database;
        _options = options;
        _time = time;
    }

    private long Now => _time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Opens a queue, or makes it.</summary>
    /// <param name="options">File and bounds; read, not kept up to date.</param>
    /// <param name="timeProvider">The clock; null for the system's.</param>
    /// <returns>The queue; the caller disposes it.</returns>
    /// <exception cref="JobStoreException">The file is damaged, not a queue's, or cannot be written.</exception>
    public static SqliteJobQueue Open(SqliteJobQueueOptions options, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new SqliteJobQueue(JobDatabase.Open(options), options, timeProvider ?? TimeProvider.System);
    }

    /// <inheritdoc/>
    public async ValueTask<InferenceJob> SubmitAsync(InferenceJobSubmission submission, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(submission);
        JobSubmissionRules.Check(submission);
        string id = Guid.CreateVersion7(_time.GetUtcNow()).ToString("N");
        string fingerprint = JobSubmissionRules.Fingerprint(submission);
        byte[] payload = submission.Payload.ToArray();
        InferenceJob job = await _database.WriteAsync(c => Insert(c, submission, id, fingerprint, payload), cancellationToken).ConfigureAwait(false);
        _signal.Set();
        return job;
    }

    /// <inheritdoc/>
    public ValueTask<InferenceJob?> FindAsync(string id, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(id);
        cancellationToken.ThrowIfCancellationRequested();
        return new(_database.Read(c => Unexpired(JobRows.Find(c, id))));
    }

    /// <inheritdoc/>
    public ValueTask<ReadOnlyMemory<byte>?> ReadResultAsync(string id, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(id);
        cancellationToken.ThrowIfCancellationRequested();
        byte[]? result = _database.Read(c => c.QueryOne(
            "SELECT result FROM jobs WHERE id = $1 AND result IS NOT NULL AND expires_at > $2", static r => r.GetFieldValue<byte[]>(0), id, Now));
        return new(result is null ? null : (ReadOnlyMemory<byte>?)result);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<InferenceJob>> ListAsync(InferenceJobQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        JobSubmissionRules.Check(query);
        cancellationToken.ThrowIfCancellationRequested();
        StringBuilder where = new("id < $1 AND (expires_at IS NULL OR expires_at > $2)");
        if (query.Tenant is not null) { where.Append(" AND tenant = $4"); }
        if (query.State is not null) { where.Append(" AND state = $5"); }
        return new(_database.Read(c => c.Query(
            $"SELECT {JobRows.Columns} FROM jobs WHERE {where} ORDER BY id DESC LIMIT $3",
            JobRows.Read,
            query.After ?? "~",
            Now,
            query.Limit,
            query.Tenant,
            (int?)query.State)));
    }

    /// <inheritdoc/>
    public ValueTask<InferenceJobQueueDepth> GetDepthAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        long now = Now;
        return new(_database.Read(c =>
        {
            Dictionary<long, long> totals = c.Query("SELECT state, n FROM totals", static r => (r.GetInt64(0), r.GetInt64(1))).ToDictionary();
            long delayed = c.Scalar("SELECT count(*) FROM jobs INDEXED BY jobs_ready WHERE state = 0 AND due_at > $1", now);
            long oldest = c.Scalar("SELECT min(due_at) FROM jobs INDEXED BY jobs_ready WHERE state = 0 AND due_at <= $1", now);
            return new InferenceJobQueueDepth
            {
                Ready = totals[(long)InferenceJobState.Queued] - delayed,
                Delayed = delayed,
                Running = totals[(long)InferenceJobState.Running],
                Dead = totals[(long)InferenceJobState.Dead],
                OldestAge = oldest == 0 ? TimeSpan.Zero : TimeSpan.FromMilliseconds(now - oldest),
            };
        }));
    }

    /// <inheritdoc/>
    public async ValueTask<int> PurgeAsync(CancellationToken cancellationToken = default)
    {
        long now = Now;
        return await _database.WriteAsync(
            c => c.Execute($"DELETE FROM jobs WHERE id IN (SELECT id FROM jobs WHERE expires_at <= $1 LIMIT {PurgeAtOnce})", now), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask WaitForWorkAsync(TimeSpan timeout, CancellationToken cancellationToken = default) =>
        await _signal.WaitAsync(timeout, _time, cancellationToken).ConfigureAwait(false);

    /// <summary>Closes the file.</summary>
    public void Dispose() => _database.Dispose();

    private InferenceJob? Unexpired(InferenceJob? job) => job?.ExpiresAt <= _time.GetUtcNow() ? null : job;

    private InferenceJob Insert(JobConnection connection, InferenceJobSubmission submission, string id, string fingerprint, byte[] payload)
    {
        long now = Now;
        string tenant = submission.Tenant ?? string.Empty;
        if (submission.IdempotencyKey is { } key)
        {
            connection.Execute("DELETE FROM jobs WHERE tenant = $1 AND idempotency_key = $2 AND expires_at <= $3", tenant, key, now);
            (string Id, string Fingerprint) first = connection.QueryOne(
                "SELECT id, fingerprint FROM jobs WHERE tenant = $1 AND idempotency_key = $2", static r => (r.GetString(0), r.GetString(1)), tenant, key);
            if (first.Id is not null)
            {
                return first.Fingerprint == fingerprint ? JobRows.Find(connection, first.Id)! : throw new JobConflictException(first.Id);
            }
        }

        if (connection.Scalar("SELECT n FROM totals WHERE state = 0") >= _options.MaxQueued)
        {
            throw new JobQueueFullException($"{_options.MaxQueued} jobs wait, as many as {SqliteJobQueueOptions.SectionName}:{nameof(_options.MaxQueued)} allows");
        }

        connection.Execute(
            """
            INSERT INTO jobs (id, kind, model, tenant, state, max_attempts, created_at, due_at, webhook, webhook_state, properties,
                retention, dead_retention, idempotency_key, fingerprint, payload)
            VALUES ($1, $2, $3, $4, 0, $5, $6, $6, $7, $8, $9, $10, $11, $12, $13, $14)
            """,
            id,
            submission.Kind,
            submission.Model.ToString(),
            tenant,
            submission.MaxAttempts,
            now,
            submission.Webhook?.AbsoluteUri,
            submission.Webhook is null ? null : 0,
            JsonSerializer.Serialize(new Dictionary<string, string>(submission.Properties), JobsJson.Default.DictionaryStringString),
            (long)submission.Retention.TotalMilliseconds,
            (long)submission.DeadLetterRetention.TotalMilliseconds,
            submission.IdempotencyKey,
            fingerprint,
            payload);
        return JobRows.Find(connection, id)!;
    }
}
