namespace ModelOps.Registry.Oci;

/// <summary>Settings of an <see cref="OciModelClient"/>; section <c>ModelOps:Registry:Oci</c> of the configuration.</summary>
public sealed class OciOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string SectionName = "ModelOps:Registry:Oci";

    /// <summary>Registries reached over plain HTTP, as <c>host</c> or <c>host:port</c>. Default none: only registries of this machine (<c>localhost</c>,
    /// <c>127.0.0.0/8</c>, <c>::1</c>) are, all others over TLS. Credentials go over plain HTTP to these hosts too.</summary>
    public IList<string> PlainHttpRegistries { get; } = [];

    /// <summary>Gives the credentials for a registry (its host as written in the reference); null for none. Thread-safe, asked at each challenge. Code only.</summary>
    public Func<string, CancellationToken, ValueTask<OciCredentials?>>? Credentials { get; set; }

    /// <summary>How long a registry may send or take nothing before the call fails. Above zero, at most 1 hour; default 100 seconds.</summary>
    public TimeSpan StallTimeout { get; set; } = TimeSpan.FromSeconds(100);

    /// <summary>How often a call is tried again that the registry could not answer (no connection, 408, 429, 502, 503, 504). Uploads and downloads go on where
    /// they stopped. 0 to 20; default 4.</summary>
    public int MaxRetries { get; set; } = 4;

    /// <summary>First wait before a try, doubled each time with jitter; a <c>Retry-After</c> is waited for in full. Zero to 1 minute; default 500 milliseconds.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Longest wait before a try. Zero to 1 hour; default 30 seconds.</summary>
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Files above this size are uploaded in chunks of this size, which can go on after an interruption; smaller ones at once.
    /// 64 KiB to 4 GiB; default 64 MiB. A registry's own least size of a chunk wins.</summary>
    public long ChunkBytes { get; set; } = 64L << 20;

    /// <summary>Files transferred at a time. 1 to 32; default 3.</summary>
    public int MaxConcurrency { get; set; } = 3;

    /// <summary>Largest manifest or index read or written. 4 KiB to 64 MiB; default 4 MiB, which every registry takes.</summary>
    public int MaxManifestBytes { get; set; } = 4 << 20;

    /// <summary>Largest attachment (signature, bill of materials) read or written. 1 byte to 1 GiB; default 32 MiB.</summary>
    public int MaxAttachmentBytes { get; set; } = 32 << 20;

    /// <summary>Most bytes of all files of one model, unpacked. At least 1; default 64 GiB.</summary>
    public long MaxModelBytes { get; set; } = 64L << 30;

    /// <summary>Most tags of a repository that are listed. 1 to 1,000,000; default 100,000.</summary>
    public int MaxTags { get; set; } = 100_000;

    /// <summary>Folder for what is being imported, on a disk with room for a whole model. Default null: the system's temporary folder.</summary>
    public string? TemporaryFolder { get; set; }

    /// <summary>Changes the handler of all connections, e.g. its trusted certificates or proxy. Runs once; redirects stay the client's own business. Code only.</summary>
    public Action<SocketsHttpHandler>? ConfigureHandler { get; set; }
}
