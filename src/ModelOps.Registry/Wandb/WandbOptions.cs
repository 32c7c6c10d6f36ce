namespace ModelOps.Registry.Wandb;

/// <summary>Where runs and model versions are exported to in Weights &amp; Biases; section <c>ModelOps:Registry:Wandb</c> of the configuration.</summary>
public sealed class WandbOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string SectionName = "ModelOps:Registry:Wandb";

    /// <summary>Address of the server. Default <c>https://api.wandb.ai</c>.</summary>
    public Uri Address { get; set; } = new("https://api.wandb.ai");

    /// <summary>Allows <c>http</c> to other machines, for the server and for the store it hands uploads to. Default false.</summary>
    public bool AllowPlainHttp { get; set; }

    /// <summary>User or team that the project belongs to; null for the one the key belongs to. Default null.</summary>
    public string? Entity { get; set; }

    /// <summary>Project; it is made with the first run. Required.</summary>
    public string Project { get; set; } = string.Empty;

    /// <summary>API key; null when <see cref="ApiKeySecret"/> says where it is.</summary>
    public string? ApiKey { get; set; }

    /// <summary>Name of the secret that holds the API key, asked of <see cref="ISecretSource"/> for every request; null when <see cref="ApiKey"/> is set.</summary>
    public string? ApiKeySecret { get; set; }

    /// <summary>Longest time for one request, uploads of files apart. Default 30 s; 100 ms to 5 minutes.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an upload may stand still. Default 1 minute; 100 ms to 1 hour.</summary>
    public TimeSpan StallTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Attempts for each request. Default 5; 1 to 20.</summary>
    public int MaxAttempts { get; set; } = 5;

    /// <summary>Wait before the second attempt; doubled for each further one, with jitter. A longer wait that the server asks for is kept. Default 1 s; 0 to 1 minute.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest wait that the server may ask for; a longer one ends the export. Default 2 minutes; 0 to 1 hour.</summary>
    public TimeSpan MaxRetryAfter { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Bytes of history lines sent at a time, about. Default 1 MiB; 4 KiB to 8 MiB, since the server takes no more than 10 MiB.</summary>
    public int MaxRequestBytes { get; set; } = 1 << 20;

    /// <summary>Files uploaded at a time. Default 4; 1 to 32.</summary>
    public int MaxConcurrency { get; set; } = 4;

    /// <summary>Makes the handler of requests, for proxies, own certificates and tests; null for the client's own. It must not follow redirects.</summary>
    public Func<HttpMessageHandler>? Handler { get; set; }

    // From here on files are sent in parts, as the server's own client does; less in tests.
    internal long MultipartBytes { get; set; } = 2L << 30;

    internal long PartBytes { get; set; } = 100L << 20;
}
