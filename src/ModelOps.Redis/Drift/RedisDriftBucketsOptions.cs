namespace ModelOps.Redis;

/// <summary>Settings of the drift buckets in Redis; section <c>ModelOps:Redis:DriftBuckets</c> of the configuration.</summary>
public sealed class RedisDriftBucketsOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string SectionName = "ModelOps:Redis:DriftBuckets";

    /// <summary>How long a bucket is kept after it was last written, by Redis' own clock. 1 minute to 3,660 days; default 7 days.</summary>
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Largest content of a bucket, in bytes. 1,024 to 67,108,864; default 8,388,608 (8 MiB).</summary>
    public int MaxBucketBytes { get; set; } = 8 << 20;

    /// <summary>Most buckets of one model; new ones beyond are refused until old ones expire. 1 to 100,000,000; default 1,000,000. Redis keeps them in memory:
    /// see to its <c>maxmemory</c>, with the policy <c>noeviction</c>.</summary>
    public long MaxBuckets { get; set; } = 1_000_000;
}
