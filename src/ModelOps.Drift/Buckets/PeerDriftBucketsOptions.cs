namespace ModelOps.Drift.Buckets;

/// <summary>Settings of <see cref="PeerDriftBuckets"/>; section <c>ModelOps:Drift:PeerBuckets</c> of the configuration.</summary>
public sealed class PeerDriftBucketsOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string SectionName = "ModelOps:Drift:PeerBuckets";

    /// <summary>Where the other replicas serve <c>MapModelOpsDriftBuckets()</c>, e.g. <c>http://demand-pods:8080</c> or <c>https://host/ml</c> (what follows is
    /// <c>/v2/…</c>). Every address that a host name has is a peer, so the name of a headless service of Kubernetes stands for all its pods. 1 to 64.</summary>
    public IList<Uri> Peers { get; } = [];

    /// <summary>Time for all that one peer is asked in one read, after which the peer is left out. 100 ms to 1 min; default 5 s.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Most addresses that are asked; others are left out, which is logged. 1 to 4,096; default 256.</summary>
    public int MaxPeers { get; set; } = 256;

    /// <summary>Peers asked at a time. 1 to 64; default 8.</summary>
    public int MaxConcurrency { get; set; } = 8;

    /// <summary>How far back peers are asked. 1 hour to 400 days; default 31 days.</summary>
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromDays(31);

    /// <summary>Most bytes that one peer may answer in one read; a peer that answers more is left out. 1 MiB to 16 GiB; default 256 MiB.</summary>
    public long MaxBytesPerPeer { get; set; } = 256L << 20;

    /// <summary>Most bytes of what peers answered that are kept in memory, so that only what is new is asked for, and a replica that ended still counts. When it
    /// is full, the oldest go and are asked for again. 1 MiB to 16 GiB; default 256 MiB.</summary>
    public long MaxKeptBytes { get; set; } = 256L << 20;

    /// <summary>Headers sent with every call, e.g. an API key. They are never logged.</summary>
    public IDictionary<string, string> Headers { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gives the bearer token for a call; null for none. Asked for every call, so it should cache. Thread-safe. Code only.</summary>
    public Func<CancellationToken, ValueTask<string?>>? BearerToken { get; set; }

    /// <summary>Changes the handler of all connections, e.g. its client certificates. Runs once; redirects stay off. Code only.</summary>
    public Action<SocketsHttpHandler>? ConfigureHandler { get; set; }
}
