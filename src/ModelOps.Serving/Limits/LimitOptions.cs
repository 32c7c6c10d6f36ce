namespace ModelOps.Serving;

/// <summary>One rule: how much each partition (tenant, model, API key) may use.</summary>
public sealed class LimitOptions
{
    /// <summary>Name, for errors, metrics and the store; unique. 1 to 64 letters, digits, '.', '_' or '-'.</summary>
    public string Name { get; set; } = string.Empty;

    /// <summary>What is counted on its own. Default <see cref="LimitPartitionKind.Tenant"/>.</summary>
    public LimitPartitionKind By { get; set; } = LimitPartitionKind.Tenant;

    /// <summary>The header whose values are counted on their own, with <see cref="LimitPartitionKind.Header"/>, e.g. <c>x-api-key</c>. Values are never logged; the store holds digests.</summary>
    public string? Header { get; set; }

    /// <summary>Models that the rule concerns. Empty means all.</summary>
    public IList<string> Models { get; } = [];

    /// <summary>How it is counted. Default <see cref="LimitAlgorithm.TokenBucket"/>.</summary>
    public LimitAlgorithm Algorithm { get; set; } = LimitAlgorithm.TokenBucket;

    /// <summary>Permits: of each <see cref="Window"/>, or calls at once with <see cref="LimitAlgorithm.Concurrency"/>. 1 to 1,000,000,000.</summary>
    public int Permits { get; set; }

    /// <summary>Time for which <see cref="Permits"/> are. 10 ms to 31 days; default 1 s. Not used with <see cref="LimitAlgorithm.Concurrency"/>.</summary>
    public TimeSpan Window { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Permits of a full bucket, with <see cref="LimitAlgorithm.TokenBucket"/>. Default null: as many as <see cref="Permits"/>.</summary>
    public int? Burst { get; set; }

    /// <summary>What a call costs. Default <see cref="LimitCost.Call"/>.</summary>
    public LimitCost Cost { get; set; } = LimitCost.Call;

    /// <summary>How long a call may wait for its permits before it is refused. 0 to 1 min; default 0. Not with <see cref="LimitAlgorithm.SlidingWindow"/> or <see cref="IsShared"/>.</summary>
    public TimeSpan MaxWait { get; set; }

    /// <summary>Partitions that are counted on their own at a time; those idle are forgotten first, and what is over shares one. 1 to 1,000,000; default 10,000.</summary>
    public int MaxPartitions { get; set; } = 10_000;

    /// <summary>Whether all hosts count together, in the store behind <see cref="IDistributedLimiter"/>. With <see cref="LimitAlgorithm.TokenBucket"/> only. Default false.</summary>
    public bool IsShared { get; set; }

    /// <summary>Permits taken from the store at a time: more save trips, but a host may hold so many back from others for one <see cref="Window"/>. 1 to 10,000; default 1.</summary>
    public int Prefetch { get; set; } = 1;

    /// <summary>What to do while the store is away. Default <see cref="LimitFallback.Local"/>.</summary>
    public LimitFallback WhenUnavailable { get; set; } = LimitFallback.Local;

    /// <summary>Partitions with limits of their own, by tenant, model or header value; <c>tenant/model</c> for <see cref="LimitPartitionKind.TenantAndModel"/>.</summary>
    public IDictionary<string, LimitOverrideOptions> Overrides { get; } = new Dictionary<string, LimitOverrideOptions>(StringComparer.Ordinal);
}
