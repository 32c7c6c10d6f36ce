namespace ModelOps.Redis;

/// <summary>What must happen whole or not at all. Each script names all its keys, which have one hash tag, so that they lie on one node of a cluster.</summary>
/// <remarks>A bucket is a hash with <c>s</c>, its sequence in 19 digits (a number of Lua would lose the last ones), and <c>p</c>, its bytes; the index of a model is a
/// sorted set of the buckets' identifiers by start, in milliseconds since 0001-01-01.</remarks>
internal static class DriftBucketScripts
{
    /// <summary>KEYS: index, bucket. ARGV: identifier, start, sequence, bytes, retention in ms, most buckets. 1 kept, 0 lower than what is kept, -1 full.</summary>
    public const string Put = """
        local function kind(key) return redis.call('TYPE', key).ok end
        if kind(KEYS[1]) ~= 'zset' then redis.call('DEL', KEYS[1]) end
        if kind(KEYS[2]) ~= 'hash' then redis.call('DEL', KEYS[2]) end
        local kept = redis.call('HGET', KEYS[2], 's')
        if kept and #kept == 19 and kept >= ARGV[3] then return 0 end
        if not kept and redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[6]) then return -1 end
        redis.call('HSET', KEYS[2], 's', ARGV[3], 'p', ARGV[4])
        redis.call('PEXPIRE', KEYS[2], ARGV[5])
        redis.call('ZADD', KEYS[1], ARGV[2], ARGV[1])
        if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[5]) then redis.call('PEXPIRE', KEYS[1], ARGV[5]) end
        return 1
        """;

    /// <summary>KEYS: index, buckets. ARGV: their identifiers. Drops from the index those that have expired.</summary>
    public const string Forget = """
        for i = 2, #KEYS do
          if redis.call('EXISTS', KEYS[i]) == 0 then redis.call('ZREM', KEYS[1], ARGV[i - 1]) end
        end
        """;

    /// <summary>KEYS: index, buckets. ARGV: their identifiers.</summary>
    public const string Remove = """
        for i = 2, #KEYS do
          redis.call('UNLINK', KEYS[i])
          redis.call('ZREM', KEYS[1], ARGV[i - 1])
        end
        """;
}
