namespace ModelOps.Registry.Mlflow;

/// <summary>Settings of the client of an MLflow server; section <c>ModelOps:Registry:Mlflow</c> of the configuration.</summary>
public sealed class MlflowOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string SectionName = "ModelOps:Registry:Mlflow";

    /// <summary>Address of the server, as Python's <c>mlflow.set_tracking_uri</c> takes it: what comes before <c>/api/2.0/mlflow</c>, e.g.
    /// <c>https://mlflow.example.com</c> or GitLab's <c>https://gitlab.example.com/api/v4/projects/7/ml/mlflow</c>.</summary>
    public Uri? TrackingUri { get; set; }

    /// <summary>User for Basic authentication; null for none.</summary>
    public string? Username { get; set; }

    /// <summary>Password for Basic authentication. Never logged.</summary>
    public string? Password { get; set; }

    /// <summary>Bearer token; null for none. Never logged. Not together with <see cref="Username"/>.</summary>
    public string? Token { get; set; }

    /// <summary>Gives the bearer token for a try; null for none. Asked before each, so it should cache. Thread-safe. Code only; wins over
    /// <see cref="Token"/>.</summary>
    public Func<CancellationToken, ValueTask<string?>>? BearerToken { get; set; }

    /// <summary>Headers sent with every call, e.g. <c>X-MLFLOW-WORKSPACE</c>. Their values are never logged.</summary>
    public IDictionary<string, string> Headers { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Sends credentials over plain HTTP also to another machine. Default false: such an address is refused at start.</summary>
    public bool AllowInsecureCredentials { get; set; }

    /// <summary>Time for one try of a call. Default 30 seconds; 100 ms to 1 hour.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Time in which a transfer of a file must move at least one byte. Default 60 seconds; 100 ms to 1 hour.</summary>
    public TimeSpan StallTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How often a call is tried again when the server cannot be reached or says that it cannot answer now, and how often a transfer is
    /// taken up again. What may not run twice is repeated only when it surely has not run. Default 4; 0 to 10.</summary>
    public int MaxRetries { get; set; } = 4;

    /// <summary>First wait before a try, doubled each time with jitter; the server's <c>Retry-After</c> is waited for in full. Default 200 ms;
    /// 0 to 1 hour.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Longest wait before a try; a server that asks for more fails the call. Default 30 seconds; 0 to 1 hour.</summary>
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Largest answer in bytes, files aside. Default 64 MiB; 1 KiB to 1 GiB.</summary>
    public int MaxResponseBytes { get; set; } = 64 << 20;

    /// <summary>Most bytes all files of one version may have together. Default 64 GiB; at least 1.</summary>
    public long MaxVersionBytes { get; set; } = 64L << 30;

    /// <summary>Size from which a file is sent in parts, where the server can. Default 500 MiB; at least 1.</summary>
    public long MultipartBytes { get; set; } = 500L << 20;

    /// <summary>Size of a part. Default 10 MiB; 1 KiB to 1 GiB. It grows where a file would have more than 10,000 parts.</summary>
    public int PartBytes { get; set; } = 10 << 20;

    /// <summary>Folder of this machine for fetched versions; made when it is not there, and may be shared by processes. What the client trusted on
    /// first use is kept here too. Default <c>modelops-mlflow</c>.</summary>
    public string CachePath { get; set; } = "modelops-mlflow";

    /// <summary>How often a watcher asks the server for changes. Default 10 seconds; 10 ms to 1 hour.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Experiment into which registered models are logged when their registration names no run; made when it is not there.
    /// Default <c>ModelOps</c>.</summary>
    public string Experiment { get; set; } = "ModelOps";

    /// <summary>User that runs are logged under. Default <c>modelops</c>.</summary>
    public string User { get; set; } = "modelops";

    /// <summary>Changes the handler of all connections, e.g. its client certificates. Runs once. Code only.</summary>
    public Action<SocketsHttpHandler>? ConfigureHandler { get; set; }
}
