using System.Security.Cryptography;
using System.Text;
using StackExchange.Redis;

namespace ModelOps.Redis;

/// <summary>Token buckets in Redis, one key each: the time at which the bucket will be full again (GCRA's theoretical arrival time), in microseconds of the server's clock.</summary>
/// <remarks>Keys are digests: partitions may be API keys, and what callers send has no bounds. A bucket that is full has no key.
/// Source of the algorithm: ITU-T I.371 (2004), annex A, "generic cell rate algorithm, virtual scheduling".</remarks>
internal sealed class RedisLimiter(RedisConnection connection) : IDistributedLimiter
{
    // A value that is no time, or later than a bucket of this size can be, was put there by someone else or for a larger bucket: it counts as an empty bucket.
    private const string Script = """
        local time = redis.call('TIME')
        local now = time[1] * 1000000 + time[2]
        local interval, size, least, most = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
        local full = now
        local stored = redis.pcall('GET', KEYS[1])
        if type(stored) == 'string' then
          local value = tonumber(stored)
          full = math.max(now, math.min(value == value and value or now + size * interval, now + size * interval))
        elseif stored then
          redis.call('DEL', KEYS[1])
        end
        local held = math.floor((now + size * interval - full) / interval + 0.000001)
        if held < least then
          return {0, math.ceil(full + least * interval - size * interval - now)}
        end
        local taken = math.min(held, most)
        full = full + taken * interval
        redis.call('SET', KEYS[1], string.format('%.0f', full), 'PX', math.max(1, math.ceil((full - now) / 1000)))
        return {taken, 0}
        """;

    private const int DigestBytes = 16;
    private const double MicrosecondsPerSecond = 1_000_000;

    public async ValueTask<LimitDecision> AcquireAsync(string key, int minimum, int wanted, LimitRule rule, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentOutOfRangeException.ThrowIfLessThan(minimum, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(wanted, minimum);
        ArgumentOutOfRangeException.ThrowIfLessThan(rule.Permits, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(rule.Burst, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(rule.Window, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minimum, rule.Burst); // it would never be granted
        try
        {
            IDatabase database = await connection.GetDatabaseAsync().AsTask().WaitAsync(cancellationToken).ConfigureAwait(false);
            RedisResult result = await database.ScriptEvaluateAsync(Script, [KeyOf(key)], ArgumentsOf(minimum, wanted, rule))
                .WaitAsync(cancellationToken).ConfigureAwait(false);
            RedisResult[] parts = (RedisResult[]?)result ?? [];
            return parts.Length == 2
                ? new LimitDecision((int)parts[0], TimeSpan.FromMicroseconds((double)parts[1]))
                : throw new DistributedLimiterException("its answer cannot be read");
        }
        catch (Exception e) when (e is RedisException or TimeoutException or ObjectDisposedException or InvalidCastException or IOException)
        {
            throw new DistributedLimiterException(e is RedisServerException ? "it refuses the command" : "it cannot be reached, or answers too late", e);
        }
    }

    private static RedisValue[] ArgumentsOf(int minimum, int wanted, LimitRule rule)
    {
        double interval = rule.Window.TotalSeconds * MicrosecondsPerSecond / rule.Permits;
        return [interval.ToString("R", System.Globalization.CultureInfo.InvariantCulture), rule.Burst, minimum, wanted];
    }

    private RedisKey KeyOf(string key)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(key), digest);
        return $"{connection.KeyPrefix}:limit:{Convert.ToHexStringLower(digest[..DigestBytes])}";
    }
}
