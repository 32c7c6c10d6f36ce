namespace ModelOps.Jobs;

// What submitters and operators do after the submission: cancel, replay, webhooks.
public sealed partial class SqliteJobQueue
{
    /// <inheritdoc/>
    public async ValueTask<InferenceJob> CancelAsync(string id, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(id);
        return await _database.WriteAsync(
            c =>
            {
                InferenceJob job = Require(c, id);
                if (job.HasEnded) { return job; }
                c.Execute("UPDATE jobs SET cancel = 1 WHERE id = $1", id);
                if (job.State == InferenceJobState.Queued) { Finish(c, id, InferenceJobState.Cancelled, Now, job.Error, null); }
                return JobRows.Find(c, id)!;
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<InferenceJob> ReplayAsync(string id, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(id);
        InferenceJob replayed = await _database.WriteAsync(
            c =>
            {
                InferenceJob job = Require(c, id);
                if (job.State != InferenceJobState.Dead) { throw new JobStateException(job, "only a dead job is replayed"); }
                c.Execute(
                    """
                    UPDATE jobs SET state = 0, attempt = 0, due_at = $1, finished_at = NULL, expires_at = NULL, cancel = 0, webhook_due = NULL,
                        webhook_state = iif(webhook IS NULL, NULL, 0) WHERE id = $2
                    """,
                    Now,
                    id);
                return JobRows.Find(c, id)!;
            },
            cancellationToken).ConfigureAwait(false);
        _signal.Set();
        return replayed;
    }

    /// <inheritdoc/>
    public async ValueTask<InferenceJob?> ClaimWebhookAsync(TimeSpan lease, CancellationToken cancellationToken = default)
    {
        long now = Now;
        if (_database.Read(c => c.Scalar("SELECT EXISTS (SELECT 1 FROM jobs INDEXED BY jobs_to_tell WHERE webhook_due <= $1)", now)) == 0) { return null; }
        return await _database.WriteAsync(
            c =>
            {
                string? id = c.QueryOne("SELECT id FROM jobs INDEXED BY jobs_to_tell WHERE webhook_due <= $1 ORDER BY webhook_due LIMIT 1", static r => r.GetString(0), now);
                if (id is null) { return null; }
                c.Execute("UPDATE jobs SET webhook_due = $1 WHERE id = $2", now + (long)lease.TotalMilliseconds, id);
                return JobRows.Find(c, id);
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask RecordWebhookAsync(string id, InferenceJobWebhook delivery, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(id);
        ArgumentNullException.ThrowIfNull(delivery);
        await _database.WriteAsync(
            c => c.Execute(
                """
                UPDATE jobs SET webhook_state = $1, webhook_attempts = $2, webhook_outcome = $3, webhook_due = iif($1 = 0, $5, NULL)
                WHERE id = $4 AND webhook_due IS NOT NULL
                """,
                (int)delivery.State,
                delivery.Attempts,
                delivery.LastOutcome,
                id,
                Now),
            cancellationToken).ConfigureAwait(false);
    }

    private InferenceJob Require(JobConnection connection, string id) => Unexpired(JobRows.Find(connection, id)) ?? throw new JobNotFoundException(id);
}
