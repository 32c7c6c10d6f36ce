namespace ModelOps.Registry.Training;

/// <summary>Settings of the embedded runner of training jobs; section <c>ModelOps:Registry:Training</c> of the configuration.</summary>
public sealed class TrainingJobsOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string SectionName = "ModelOps:Registry:Training";

    /// <summary>Folder that holds the jobs and their logs; created when it is not there. Hosts that share it share the jobs. Default
    /// <c>modelops-training</c>. Keep it on a local disk: SQLite's log does not work over network shares.</summary>
    public string Path { get; set; } = "modelops-training";

    /// <summary>Jobs that this host runs at once. Default 1; 0 to 32, where 0 only starts and follows jobs that other hosts run.</summary>
    public int Concurrency { get; set; } = 1;

    /// <summary>How long a job stays with a host that gives no sign of life. Default 30 s; 1 s to 10 minutes.</summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often the host looks for jobs and changes of other processes. Default 1 s; 10 ms to 1 minute.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest time of a job whose specification names none. Default 1 day; 1 s to 30 days.</summary>
    public TimeSpan TimeLimit { get; set; } = TimeSpan.FromDays(1);

    /// <summary>What becomes of a job whose host was killed or stopped. Default <see cref="LostJobPolicy.TakeOver"/>.</summary>
    public LostJobPolicy LostJobs { get; set; } = LostJobPolicy.TakeOver;

    /// <summary>Hosts that may lose a job before it fails. Default 3; 1 to 100.</summary>
    public int MaxAttempts { get; set; } = 3;

    /// <summary>Most bytes of output that are kept of a job; older output goes first. Default 4 MiB; 4 KiB to 1 GiB.</summary>
    public long MaxLogBytes { get; set; } = 4 << 20;

    /// <summary>How long ended jobs and their logs are kept. Default 30 days; 1 minute to 10 years. An idempotency key is forgotten with its job.</summary>
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How long a write waits for the write of another process. Default 30 s; 1 s to 10 minutes.</summary>
    public TimeSpan BusyTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Jobs that are programs, by name.</summary>
    public IDictionary<string, TrainingProcess> Processes { get; } = new Dictionary<string, TrainingProcess>(StringComparer.Ordinal);
}
