namespace ModelOps.Redis;

/// <summary>The steps of a job's life, each one script, so that each happens whole or not at all whoever is killed.</summary>
/// <remarks>
/// All keys begin with <c>KEYS[1]</c>, which has a hash tag, so that they lie on one node of a cluster. Times are milliseconds of the server's clock: those of hosts differ.
/// <c>:stream</c> with the group <c>workers</c> holds what is to be done, <c>:job:ID</c> a job, <c>:ready</c>, <c>:delayed</c> and <c>:leases</c> sort identifiers by time,
/// <c>:state:N</c>, <c>:tenant:T</c> and <c>:all</c> by identifier, <c>:dead</c> is the stream of dead letters, <c>:hooks</c> and <c>:expiry</c> say what is to be told and forgotten.
/// </remarks>
internal static partial class JobScripts
{
    private const string Common =
        """
        local base = KEYS[1]
        local stream, group = base .. ':stream', 'workers'
        local clock = redis.call('TIME')
        local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
        local function key_of(id) return base .. ':job:' .. id end
        local function move(id, to)
          local from = redis.call('HGET', key_of(id), 'state')
          if from then redis.call('ZREM', base .. ':state:' .. from, id) end
          redis.call('HSET', key_of(id), 'state', to)
          redis.call('ZADD', base .. ':state:' .. to, 0, id)
        end
        local function enqueue(id, due)
          redis.call('HSET', key_of(id), 'due', due, 'entry', redis.call('XADD', stream, '*', 'id', id))
          redis.call('ZADD', base .. ':ready', due, id)
          redis.call('PUBLISH', base .. ':news', '')
        end
        local function leave(id)
          local entry = redis.call('HGET', key_of(id), 'entry')
          if entry then
            redis.call('XACK', stream, group, entry)
            redis.call('XDEL', stream, entry)
            redis.call('HDEL', key_of(id), 'entry')
          end
          redis.call('ZREM', base .. ':ready', id)
          redis.call('ZREM', base .. ':delayed', id)
          redis.call('ZREM', base .. ':leases', id)
        end
        local function read(id)
          local job = redis.call('HMGET', key_of(id), 'kind', 'model', 'tenant', 'state', 'attempt', 'max', 'created', 'due', 'started', 'finished', 'expires',
            'cancel', 'code', 'message', 'done', 'total', 'webhook', 'hook_state', 'hook_attempts', 'hook_outcome', 'properties')
          if not job[1] or (job[11] and tonumber(job[11]) <= now) then return false end
          table.insert(job, 1, id)
          return job
        end
        local function fail(id, code, message)
          if code == '' then redis.call('HDEL', key_of(id), 'code', 'message') else redis.call('HSET', key_of(id), 'code', code, 'message', message) end
        end
        local function finish(id, state, code, message, result)
          local job = redis.call('HMGET', key_of(id), 'retention', 'dead_retention', 'webhook', 'idempotency')
          local keep = tonumber(state == 5 and job[2] or job[1])
          leave(id)
          move(id, state)
          fail(id, code, message)
          redis.call('HSET', key_of(id), 'finished', now, 'expires', now + keep)
          if result then redis.call('HSET', key_of(id), 'result', result) end
          redis.call('ZADD', base .. ':expiry', now + keep, id)
          redis.call('PEXPIREAT', key_of(id), now + keep + 3600000)
          if job[3] then redis.call('ZADD', base .. ':hooks', now, id) end
          if job[4] then redis.call('PEXPIRE', job[4], keep) end
          if state == 5 then redis.call('HSET', key_of(id), 'dead_entry', redis.call('XADD', base .. ':dead', '*', 'id', id, 'code', code)) end
        end

        """;

    /// <summary>Identifier, tenant, key of the idempotency key, fingerprint, its time to live, most that may wait, then the job's own fields, the webhook or nothing, payload.</summary>
    public const string Submit = Common +
        """
        local id, tenant, idempotency, fingerprint, window, most = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5], tonumber(ARGV[6])
        if idempotency ~= '' then
          idempotency = base .. ':key:' .. idempotency
          local first = redis.call('GET', idempotency)
          local known = first and read(first)
          if known then return {redis.call('HGET', key_of(first), 'fingerprint') == fingerprint and 'known' or 'conflict', known} end
          redis.call('DEL', idempotency)
        end
        if redis.call('ZCARD', base .. ':state:0') >= most then return {'full'} end
        if idempotency ~= '' then redis.call('SET', idempotency, id, 'NX', 'PX', window) end
        if redis.call('EXISTS', stream) == 0 then redis.call('XGROUP', 'CREATE', stream, group, '0', 'MKSTREAM') end
        redis.call('HSET', key_of(id), 'tenant', tenant, 'fingerprint', fingerprint, 'kind', ARGV[7], 'model', ARGV[8], 'max', ARGV[9], 'retention', ARGV[10],
          'dead_retention', ARGV[11], 'properties', ARGV[12], 'payload', ARGV[14], 'attempt', 0, 'token', 0, 'cancel', 0, 'created', now)
        if idempotency ~= '' then redis.call('HSET', key_of(id), 'idempotency', idempotency) end
        if ARGV[13] ~= '' then redis.call('HSET', key_of(id), 'webhook', ARGV[13], 'hook_state', 0, 'hook_attempts', 0) end
        redis.call('ZADD', base .. ':all', 0, id)
        redis.call('ZADD', base .. ':tenant:' .. tenant, 0, id)
        move(id, 0)
        enqueue(id, now)
        return {'new', read(id)}
        """;

    /// <summary>Identifier.</summary>
    public const string Find = Common + "return read(ARGV[1])";

    /// <summary>Identifier.</summary>
    public const string ReadResult = Common + "return read(ARGV[1]) and redis.call('HGET', key_of(ARGV[1]), 'result')";

    /// <summary>Index, identifier to begin after, most to look at, state or nothing, tenant or <c>*</c>. Answers the last identifier looked at and the jobs that fit.</summary>
    public const string List = Common +
        """
        local ids = redis.call('ZREVRANGEBYLEX', base .. ARGV[1], ARGV[2] == '' and '+' or '(' .. ARGV[2], '-', 'LIMIT', 0, ARGV[3])
        local jobs = {}
        for _, id in ipairs(ids) do
          local job = read(id)
          if job and (ARGV[4] == '' or job[5] == ARGV[4]) and (ARGV[5] == '*' or job[4] == string.sub(ARGV[5], 2)) then table.insert(jobs, job) end
          if not job and redis.call('EXISTS', key_of(id)) == 0 then redis.call('ZREM', base .. ARGV[1], id) end
        end
        return {#ids == tonumber(ARGV[3]) and ids[#ids] or '', jobs}
        """;

    public const string Depth = Common +
        """
        local due = redis.call('ZCOUNT', base .. ':delayed', '-inf', now)
        local oldest = redis.call('ZRANGE', base .. ':ready', 0, 0, 'WITHSCORES')
        local late = redis.call('ZRANGE', base .. ':delayed', 0, 0, 'WITHSCORES')
        local since = math.min(tonumber(oldest[2] or now), tonumber(late[2] or now))
        return {redis.call('ZCARD', base .. ':ready') + due, redis.call('ZCARD', base .. ':delayed') - due, redis.call('ZCARD', base .. ':state:1'),
          redis.call('ZCARD', base .. ':state:5'), math.max(0, now - since)}
        """;
}
