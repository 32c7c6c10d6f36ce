namespace ModelOps.Serving;

/// <summary>Settings of the response cache; section <c>ModelOps:Serving:Cache</c> of the configuration.</summary>
/// <remarks>Nothing is cached unless a model is named in <see cref="Models"/>.</remarks>
public sealed class ResponseCacheOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string SectionName = "ModelOps:Serving:Cache";

    /// <summary>Models whose answers are kept, by name.</summary>
    public IDictionary<string, ModelCacheOptions> Models { get; } = new Dictionary<string, ModelCacheOptions>(StringComparer.Ordinal);

    /// <summary>Bytes of memory that all answers may take, with their questions. 64 KiB to 1 TiB; default 64 MiB.</summary>
    public long MaxBytes { get; set; } = 64L << 20;

    /// <summary>Bytes of the largest answer that is kept, with its question. 1 KiB to a quarter of <see cref="MaxBytes"/>; default 1 MiB.</summary>
    public int MaxEntryBytes { get; set; } = 1 << 20;

    /// <summary>Largest share of <see cref="MaxBytes"/> that the answers for one tenant may take; what is over pushes out that tenant's oldest. Above 0 to 1; default 1.</summary>
    public double MaxTenantShare { get; set; } = 1;

    /// <summary>How long an answer may be given. Above zero, to 30 days; default 5 min.</summary>
    public TimeSpan TimeToLive { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Share by which the lives of answers differ, so that answers given together do not end together. 0 to 0.5; default 0.1: 90 to 100 % of the time to live.</summary>
    public double Jitter { get; set; } = 0.1;

    /// <summary>After so many calls the cache of a model is weighed: it is switched off when it costs more time than it saves. 100 to 1,000,000; 0 never weighs. Default 1000.</summary>
    public int TrialCalls { get; set; } = 1000;

    /// <summary>How long it stays off before it is tried again; twice as long each further time, up to an hour. 1 s to 1 h; default 1 min.</summary>
    public TimeSpan TrialPause { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The tier that hosts share.</summary>
    public SharedCacheOptions Shared { get; set; } = new();
}
