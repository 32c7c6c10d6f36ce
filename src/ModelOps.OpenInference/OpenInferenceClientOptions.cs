namespace ModelOps.OpenInference;

/// <summary>Settings of an <see cref="OpenInferenceClient"/>; section <c>ModelOps:OpenInference</c> of the configuration.</summary>
public sealed class OpenInferenceClientOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string SectionName = "ModelOps:OpenInference";

    /// <summary>Servers that answer alike, e.g. <c>http://triton:8000</c> or <c>https://host/ml</c> (what follows is <c>/v2/…</c>). At least one, at most 64;
    /// calls are spread over them.</summary>
    public IList<Uri> Endpoints { get; } = [];

    /// <summary>How to speak to them. Default <see cref="OpenInferenceTransport.Rest"/>.</summary>
    public OpenInferenceTransport Transport { get; set; }

    /// <summary>Time for a call with all its tries; a sooner <see cref="InferenceContext.Deadline"/> wins. Above zero; default 30 seconds.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Time for one try, after which the server counts as not answering. Above zero; default 10 seconds.</summary>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Time to connect. Above zero; default 2 seconds.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How often a call is tried again when its server cannot be reached or says that it cannot answer now. 0 to 10; default 2.
    /// What a server refuses as wrong is never tried again, nor what ran out of time.</summary>
    public int MaxRetries { get; set; } = 2;

    /// <summary>First wait before a try at a server that was asked already, doubled each time with jitter; a server's own <c>Retry-After</c> is waited
    /// for in full. A server not yet asked is tried at once. Default 100 milliseconds.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Longest wait before a try; a server that asks for more fails the call. Default 5 seconds.</summary>
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Whether a call may be run twice. Default true: models have no side effects. When false, a call that may have begun is tried again
    /// only when it has an <see cref="InferenceContext.IdempotencyKey"/>, and is never hedged.</summary>
    public bool IsInferenceIdempotent { get; set; } = true;

    /// <summary>Time after which a call that is not answered is sent to a second server too; the first answer counts. Default null: never.</summary>
    public TimeSpan? HedgingDelay { get; set; }

    /// <summary>Share of failed calls within <see cref="SamplingDuration"/> at which a server is left out. Above 0, at most 1; default 0.5.</summary>
    public double EjectionFailureRatio { get; set; } = 0.5;

    /// <summary>Calls within <see cref="SamplingDuration"/> below which no server is left out. At least 2; default 8.</summary>
    public int EjectionMinimumCalls { get; set; } = 8;

    /// <summary>Window in which a server's failures are counted. At least half a second; default 10 seconds.</summary>
    public TimeSpan SamplingDuration { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Least time that a server is left out. Afterwards it must answer its health check, and then one call, before it gets more.
    /// At least half a second; default 5 seconds.</summary>
    public TimeSpan EjectionTime { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Whether tensors go in binary form over REST. Default null: each server's list of extensions decides, asked for once.</summary>
    public bool? BinaryTensors { get; set; }

    /// <summary>Whether bodies of 8 KiB and more are sent gzipped, and compressed answers asked for, over REST. Default false.</summary>
    public bool Compress { get; set; }

    /// <summary>Largest answer in bytes. 1 to 2,147,483,591; default 268,435,456 (256 MiB).</summary>
    public int MaxResponseBytes { get; set; } = 256 << 20;

    /// <summary>Headers sent with every call, e.g. an API key. They are never logged.</summary>
    public IDictionary<string, string> Headers { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Header for <see cref="InferenceContext.Tenant"/>. Default null: the tenant is not sent.</summary>
    public string? TenantHeader { get; set; }

    /// <summary>Headers of <see cref="InferenceContext.Headers"/> that are sent on. Default none.</summary>
    public IList<string> ForwardedHeaders { get; } = [];

    /// <summary>Gives the bearer token for a call; null for none. Asked for every try, so it should cache. Thread-safe. Code only.</summary>
    public Func<CancellationToken, ValueTask<string?>>? BearerToken { get; set; }

    /// <summary>Changes the handler of all connections, e.g. its client certificates. Runs once. Code only.</summary>
    public Action<SocketsHttpHandler>? ConfigureHandler { get; set; }

    /// <summary>Seed of the spreading over servers and of the jitter, for tests. Default null: another one each time.</summary>
    public int? Seed { get; set; }
}
