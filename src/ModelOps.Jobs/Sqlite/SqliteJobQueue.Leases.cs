namespace ModelOps.Jobs;

// What workers do: claim, renew, settle.
public sealed partial class SqliteJobQueue
{
    /// <inheritdoc/>
    public async ValueTask<InferenceJobLease?> ClaimAsync(string worker, TimeSpan lease, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(worker);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(lease, TimeSpan.Zero);
        long now = Now;
        if (!_database.Read(c => HasWork(c, now))) { return null; } // idle workers must not keep the file's only writer busy
        return await _database.WriteAsync(c => Claim(c, worker, (long)lease.TotalMilliseconds), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<InferenceJobRenewal> RenewAsync(
        InferenceJobLease lease, TimeSpan duration, InferenceJobProgress? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(lease);
        return await _database.WriteAsync(
            c =>
            {
                int renewed = c.Execute(
                    """
                    UPDATE jobs SET lease_until = $1, progress_done = coalesce($2, progress_done), progress_total = coalesce($3, progress_total)
                    WHERE id = $4 AND token = $5 AND state = 1
                    """,
                    Now + (long)duration.TotalMilliseconds,
                    progress?.Done,
                    progress?.Total,
                    lease.Job.Id,
                    lease.Token);
                if (renewed == 0) { return InferenceJobRenewal.Lost; }
                return c.Scalar("SELECT cancel FROM jobs WHERE id = $1", lease.Job.Id) != 0 ? InferenceJobRenewal.CancellationRequested : InferenceJobRenewal.Renewed;
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<InferenceJob?> SettleAsync(InferenceJobLease lease, InferenceJobOutcome outcome, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(lease);
        ArgumentNullException.ThrowIfNull(outcome);
        byte[]? result = outcome.Kind == InferenceJobOutcomeKind.Succeeded ? outcome.Result.ToArray() : null;
        InferenceJob? settled = await _database.WriteAsync(c => Settle(c, lease, outcome, result), cancellationToken).ConfigureAwait(false);
        _signal.Set();
        return settled;
    }

    // The indexes are named: without statistics SQLite may take the one over states, and sort all jobs that wait for each claim.
    private static bool HasWork(JobConnection connection, long now) => connection.Scalar(
        "SELECT EXISTS (SELECT 1 FROM jobs INDEXED BY jobs_ready WHERE state = 0 AND due_at <= $1) OR EXISTS (SELECT 1 FROM jobs INDEXED BY jobs_running WHERE state = 1 AND lease_until <= $1)", now) != 0;

    private InferenceJobLease? Claim(JobConnection connection, string worker, long lease)
    {
        long now = Now;
        while (true)
        {
            string? id = connection.QueryOne("SELECT id FROM jobs INDEXED BY jobs_running WHERE state = 1 AND lease_until <= $1 ORDER BY lease_until LIMIT 1", static r => r.GetString(0), now);
            if (id is not null && Abandoned(connection, JobRows.Find(connection, id)!, now)) { continue; }
            id ??= connection.QueryOne("SELECT id FROM jobs INDEXED BY jobs_ready WHERE state = 0 AND due_at <= $1 ORDER BY due_at, id LIMIT 1", static r => r.GetString(0), now);
            if (id is null) { return null; }
            connection.Execute(
                "UPDATE jobs SET state = 1, attempt = attempt + 1, token = token + 1, started_at = $1, lease_until = $2, worker = $3 WHERE id = $4",
                now,
                now + lease,
                worker,
                id);
            return connection.QueryOne(
                $"SELECT {JobRows.Columns}, token, payload FROM jobs WHERE id = $1",
                static r => new InferenceJobLease(JobRows.Read(r), r.GetInt64(JobRows.Count), r.GetFieldValue<byte[]>(JobRows.Count + 1)),
                id);
        }
    }

    /// <summary>Ends a job whose worker was lost, when it was cancelled or may not be tried again.</summary>
    private static bool Abandoned(JobConnection connection, InferenceJob job, long now)
    {
        if (job.IsCancellationRequested)
        {
            Finish(connection, job.Id, InferenceJobState.Cancelled, now, job.Error, null);
            return true;
        }

        if (job.Attempt < job.MaxAttempts) { return false; }
        InferenceJobError error = new(InferenceJobError.Abandoned, $"The workers of all {job.MaxAttempts} attempts ended or lost their leases. Look for what ends them, then replay the job.");
        Finish(connection, job.Id, InferenceJobState.Dead, now, error, null);
        return true;
    }

    private InferenceJob? Settle(JobConnection connection, InferenceJobLease lease, InferenceJobOutcome outcome, byte[]? result)
    {
        string id = lease.Job.Id;
        long now = Now;
        if (connection.Scalar("SELECT count(*) FROM jobs WHERE id = $1 AND token = $2", id, lease.Token) == 0) { return null; }
        InferenceJob job = JobRows.Find(connection, id)!;
        if (job.State != InferenceJobState.Running) { return job.HasEnded && Ends(outcome) == job.State ? job : null; }
        if (outcome.Kind is InferenceJobOutcomeKind.Retry or InferenceJobOutcomeKind.Released && job.IsCancellationRequested) { outcome = InferenceJobOutcome.Cancelled; }
        switch (outcome.Kind)
        {
            case InferenceJobOutcomeKind.Released:
                Requeue(connection, id, now, null, attempt: -1);
                break;
            case InferenceJobOutcomeKind.Retry when job.Attempt < job.MaxAttempts:
                Requeue(connection, id, now + (long)outcome.Delay.TotalMilliseconds, outcome.Error, attempt: 0);
                break;
            default:
                Finish(connection, id, Ends(outcome)!.Value, now, outcome.Error, result);
                break;
        }

        return JobRows.Find(connection, id);
    }

    private static InferenceJobState? Ends(InferenceJobOutcome outcome) => outcome.Kind switch
    {
        InferenceJobOutcomeKind.Succeeded => InferenceJobState.Succeeded,
        InferenceJobOutcomeKind.Failed => InferenceJobState.Failed,
        InferenceJobOutcomeKind.Cancelled => InferenceJobState.Cancelled,
        InferenceJobOutcomeKind.Retry => InferenceJobState.Dead,
        _ => null,
    };

    private static void Requeue(JobConnection connection, string id, long due, InferenceJobError? error, int attempt) => connection.Execute(
        """
        UPDATE jobs SET state = 0, attempt = attempt + $1, due_at = $2, lease_until = NULL, worker = NULL,
            error_code = coalesce($3, error_code), error_message = coalesce($4, error_message) WHERE id = $5
        """,
        attempt,
        due,
        error?.Code,
        error?.Message,
        id);

    private static void Finish(JobConnection connection, string id, InferenceJobState state, long now, InferenceJobError? error, byte[]? result) => connection.Execute(
        """
        UPDATE jobs SET state = $1, finished_at = $2, expires_at = $2 + iif($1 = 5, dead_retention, retention), lease_until = NULL, worker = NULL,
            error_code = $3, error_message = $4, result = $5, webhook_due = iif(webhook IS NULL, NULL, $2) WHERE id = $6
        """,
        (int)state,
        now,
        error?.Code,
        error?.Message,
        result,
        id);
}
