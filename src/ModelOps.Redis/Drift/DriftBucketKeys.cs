using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using StackExchange.Redis;

namespace ModelOps.Redis;

/// <summary>The keys of one model's buckets, all on one node of a cluster. Digests stand in for names, which may be of any script and length.</summary>
internal sealed class DriftBucketKeys(string prefix, string model)
{
    private const int DigestDigits = 32;
    private const int TicksDigits = 16;
    private readonly string _base = $"{{{prefix}:drift:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(model)))[..DigestDigits]}}}";

    public RedisKey Index => $"{_base}:index";

    public RedisKey Bucket(string id) => $"{_base}:bucket:{id}";

    /// <summary>Index and buckets, as the scripts take them.</summary>
    public RedisKey[] With(IEnumerable<RedisValue> ids) => [Index, .. ids.Select(id => Bucket(id.ToString()))];

    /// <summary>Identifier of a bucket: its start in ticks, and a digest of its whole key.</summary>
    public static string IdOf(DriftBucket bucket) => string.Create(CultureInfo.InvariantCulture, $"{bucket.Start.UtcTicks:x16}{DriftBucketKey.Of(bucket).Digest()}");

    /// <summary>Start of a bucket by its identifier; null where it is none of ours.</summary>
    public static long? StartOf(string id) =>
        id.Length == TicksDigits + DigestDigits && long.TryParse(id.AsSpan(0, TicksDigits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out long ticks) ? ticks : null;

    public static double ScoreOf(DateTimeOffset start) => start.UtcTicks / TimeSpan.TicksPerMillisecond;
}
