namespace ModelOps.Jobs;

/// <summary>Settings of the embedded queue; section <c>ModelOps:Jobs:Sqlite</c> of the configuration.</summary>
public sealed class SqliteJobQueueOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string SectionName = "ModelOps:Jobs:Sqlite";

    /// <summary>File that holds the queue; its folder is created when it is not there. A relative path starts at the current directory. Default
    /// <c>modelops-jobs/jobs.db</c>. Keep it on a local disk: SQLite's log does not work over network shares.</summary>
    public string Path { get; set; } = "modelops-jobs/jobs.db";

    /// <summary>How long a write waits for the write of another process before it fails. Default 30 s; 1 s to 10 minutes.</summary>
    public TimeSpan BusyTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Most jobs that may wait; a submission beyond is refused. Default 100,000; at least 1.</summary>
    public long MaxQueued { get; set; } = 100_000;

    /// <summary>Most bytes the file may take, payloads and results included. Default 4 GiB; at least 1 MiB.</summary>
    public long MaxFileBytes { get; set; } = 4L << 30;
}
