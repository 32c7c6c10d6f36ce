using StackExchange.Redis;

namespace ModelOps.Redis;

// What workers do, and what submitters and operators do after the submission.
internal sealed partial class RedisJobQueue
{
    private const string AbandonedMessage = "The workers of all attempts ended or lost their leases. Look for what ends them, then replay the job.";

    public async ValueTask<InferenceJobLease?> ClaimAsync(string worker, TimeSpan lease, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(worker);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(lease, TimeSpan.Zero);
        RedisResult answer = await RunAsync(JobScripts.Claim, cancellationToken, worker, Milliseconds(lease), InferenceJobError.Abandoned, AbandonedMessage).ConfigureAwait(false);
        if (answer.IsNull) { return null; }
        RedisResult[] parts = (RedisResult[])answer!;
        return new InferenceJobLease(JobReader.Read(parts[2]), (long)parts[0], (byte[]?)parts[1]);
    }

    public async ValueTask<InferenceJobRenewal> RenewAsync(
        InferenceJobLease lease, TimeSpan duration, InferenceJobProgress? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(lease);
        RedisResult answer = await RunAsync(
            JobScripts.Renew,
            cancellationToken,
            lease.Job.Id,
            lease.Token,
            Milliseconds(duration),
            progress is null ? RedisValue.EmptyString : progress.Done,
            progress?.Total is { } total ? total : RedisValue.EmptyString).ConfigureAwait(false);
        return (int)answer switch
        {
            0 => InferenceJobRenewal.Lost,
            1 => InferenceJobRenewal.Renewed,
            _ => InferenceJobRenewal.CancellationRequested,
        };
    }

    public async ValueTask<InferenceJob?> SettleAsync(InferenceJobLease lease, InferenceJobOutcome outcome, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(lease);
        ArgumentNullException.ThrowIfNull(outcome);
        return JobReader.ReadOrNull(await RunAsync(
            JobScripts.Settle,
            cancellationToken,
            lease.Job.Id,
            lease.Token,
            outcome.Kind.ToString(),
            outcome.Error?.Code ?? string.Empty,
            outcome.Error?.Message ?? string.Empty,
            Milliseconds(outcome.Delay),
            outcome.Result).ConfigureAwait(false));
    }

    public async ValueTask<InferenceJob> CancelAsync(string id, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(id);
        return JobReader.ReadOrNull(await RunAsync(JobScripts.Cancel, cancellationToken, id).ConfigureAwait(false)) ?? throw new JobNotFoundException(id);
    }

    public async ValueTask<InferenceJob> ReplayAsync(string id, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(id);
        RedisResult answer = await RunAsync(JobScripts.Replay, cancellationToken, id, Milliseconds(_options.IdempotencyWindow)).ConfigureAwait(false);
        if (answer.IsNull) { throw new JobNotFoundException(id); }
        RedisResult[] parts = (RedisResult[])answer!;
        InferenceJob job = JobReader.Read(parts[1]);
        return (int)parts[0] == 1 ? job : throw new JobStateException(job, "only a dead job is replayed");
    }

    public async ValueTask<InferenceJob?> ClaimWebhookAsync(TimeSpan lease, CancellationToken cancellationToken = default) =>
        JobReader.ReadOrNull(await RunAsync(JobScripts.ClaimWebhook, cancellationToken, Milliseconds(lease)).ConfigureAwait(false));

    public async ValueTask RecordWebhookAsync(string id, InferenceJobWebhook delivery, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(id);
        ArgumentNullException.ThrowIfNull(delivery);
        await RunAsync(
            JobScripts.RecordWebhook, cancellationToken, id, (int)delivery.State, delivery.Attempts, delivery.LastOutcome ?? string.Empty).ConfigureAwait(false);
    }
}
