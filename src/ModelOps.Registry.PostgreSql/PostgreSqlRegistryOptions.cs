namespace ModelOps.Registry.PostgreSql;

/// <summary>Settings of the registry over PostgreSQL; section <c>ModelOps:Registry:PostgreSql</c> of the configuration.</summary>
/// <remarks>Artifacts lie either in <see cref="SharedFolder"/> or in <see cref="S3"/>: set one of them.</remarks>
public sealed class PostgreSqlRegistryOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string SectionName = "ModelOps:Registry:PostgreSql";

    /// <summary>Connection string of Npgsql, e.g. <c>Host=db;Database=models;Username=modelops;Password=…</c>. The user needs the schema, or for the
    /// first start the right to create it. PostgreSQL 14 or newer, encoding UTF8. Default empty, which is refused.</summary>
    public string ConnectionString { get; set; } = string.Empty;

    /// <summary>Schema of the registry's tables, its own; registries in different schemas share nothing. Lower-case letters, digits and <c>_</c>,
    /// at most 40 characters, no digit first. Default <c>modelops</c>.</summary>
    public string Schema { get; set; } = "modelops";

    /// <summary>Folder that all hosts share and that keeps file locks, such as NFS 4 or SMB; null when artifacts lie in S3. Default null.</summary>
    public string? SharedFolder { get; set; }

    /// <summary>S3-compatible store of the artifacts; used when its <see cref="S3Options.Endpoint"/> is set.</summary>
    public S3Options S3 { get; set; } = new();

    /// <summary>Folder of this machine for uploads under way and for fetched versions, which are checked before each use; it may be emptied while no
    /// process uses it. Default <c>modelops-registry-cache</c>, below the current directory.</summary>
    public string CacheFolder { get; set; } = "modelops-registry-cache";

    /// <summary>How often a watcher looks for events that no notification told it of; notifications wake it at once. Default 1 s; 10 ms to 1 hour.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a write waits for the write of another host before it fails. Default 30 s; 1 s to 10 minutes.</summary>
    public TimeSpan LockTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a call is tried again while PostgreSQL is away or fails over, before it fails. Default 15 s; 0 to 10 minutes.</summary>
    public TimeSpan RetryTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Most connections of this process for calls; one more listens, and calls beyond it wait. Default 16; 1 to 1,000.</summary>
    public int MaxConnections { get; set; } = 16;

    /// <summary>Most bytes all files of one version may have together. Default 64 GiB; at least 1.</summary>
    public long MaxVersionBytes { get; set; } = 64L << 30;

    /// <summary>Stages, as in <see cref="RegistryOptions.Stages"/>; all hosts should declare the same.</summary>
    public IDictionary<string, IList<string>> Stages { get; } = new Dictionary<string, IList<string>>(StringComparer.OrdinalIgnoreCase);
}
