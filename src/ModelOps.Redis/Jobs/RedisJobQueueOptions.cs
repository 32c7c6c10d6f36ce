namespace ModelOps.Redis;

/// <summary>Settings of the queue of jobs in Redis; section <c>ModelOps:Redis:Jobs</c> of the configuration.</summary>
public sealed class RedisJobQueueOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string SectionName = "ModelOps:Redis:Jobs";

    /// <summary>Most jobs that may wait; a submission beyond is refused. Default 100,000; at least 1. Redis keeps payloads and results in memory: see to its <c>maxmemory</c>, with the policy <c>noeviction</c>.</summary>
    public long MaxQueued { get; set; } = 100_000;

    /// <summary>How long an idempotency key is kept for a job that does not end; for one that does, as long as the job. 1 minute to 365 days, default 30 days.</summary>
    public TimeSpan IdempotencyWindow { get; set; } = TimeSpan.FromDays(30);
}
