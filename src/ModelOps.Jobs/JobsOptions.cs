namespace ModelOps.Jobs;

/// <summary>Settings of jobs; section <c>ModelOps:Jobs</c> of the configuration.</summary>
public sealed class JobsOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string SectionName = "ModelOps:Jobs";

    /// <summary>Jobs that this process runs at once; 0 to 1024. 0 makes it one that only submits. Default 4.</summary>
    public int Concurrency { get; set; } = 4;

    /// <summary>How long a worker may go without a sign of life before another takes its job; it gives three in that time. 1 s to 1 hour, default 30 s.
    /// A job of a host that was killed waits that long.</summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often an idle worker looks for jobs that nothing told it of. 10 ms to 1 minute, default 1 s.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest time one attempt may take; after it the attempt fails and is tried again. 1 s to 7 days, default 1 hour.</summary>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Attempts after which a job is dead; 1 to 100, default 5.</summary>
    public int MaxAttempts { get; set; } = 5;

    /// <summary>Longest wait before the second attempt; each later one is up to twice as long. The wait is drawn between half of that and all of it.
    /// 0 to 1 hour, default 1 s.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest wait before any attempt. <see cref="RetryDelay"/> to 1 day, default 5 minutes.</summary>
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long an ended job and its result are kept. 1 s to 365 days, default 1 day.</summary>
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(1);

    /// <summary>How long a dead job is kept. 1 s to 365 days, default 14 days.</summary>
    public TimeSpan DeadLetterRetention { get; set; } = TimeSpan.FromDays(14);

    /// <summary>How long running jobs may go on when the host stops, before they are given back. 0 to 1 hour, default 10 s; keep it below the host's own shutdown timeout.</summary>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often the queue's depth is measured and expired jobs are forgotten. 100 ms to 1 hour, default 10 s.</summary>
    public TimeSpan MaintenanceInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Seed of the jitter; null for one that differs from process to process.</summary>
    public int? Seed { get; set; }

    /// <summary>Messages about the ends of jobs.</summary>
    public WebhookOptions Webhooks { get; set; } = new();
}
