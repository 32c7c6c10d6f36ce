namespace ModelOps.Redis;

// What workers do, and what submitters and operators do after the submission.
internal static partial class JobScripts
{
    /// <summary>Worker, lease in milliseconds. A lease has its own length, so stale entries are found by when it ends, not by how long they were idle.</summary>
    public const string Claim = Common +
        """
        local worker, lease = ARGV[1], ARGV[2]
        if redis.call('EXISTS', stream) == 0 then return false end
        for _, id in ipairs(redis.call('ZRANGEBYSCORE', base .. ':delayed', '-inf', now, 'LIMIT', 0, 100)) do
          redis.call('ZREM', base .. ':delayed', id)
          enqueue(id, redis.call('HGET', key_of(id), 'due'))
        end
        while true do
          local id = redis.call('ZRANGEBYSCORE', base .. ':leases', '-inf', now, 'LIMIT', 0, 1)[1]
          local usable = true
          if id then
            local job = redis.call('HMGET', key_of(id), 'cancel', 'attempt', 'max', 'entry', 'code', 'message')
            if job[1] == '1' then
              finish(id, 4, job[5] or '', job[6] or '', false)
              usable = false
            elseif tonumber(job[2]) >= tonumber(job[3]) then
              finish(id, 5, ARGV[3], ARGV[4], false)
              usable = false
            else
              redis.call('XCLAIM', stream, group, worker, 0, job[4], 'JUSTID')
            end
          else
            local news = redis.call('XREADGROUP', 'GROUP', group, worker, 'COUNT', 1, 'STREAMS', stream, '>')
            if not news then return false end
            local entry = news[1][2][1]
            id = entry[2][2]
            if redis.call('HGET', key_of(id), 'entry') ~= entry[1] then
              redis.call('XACK', stream, group, entry[1])
              redis.call('XDEL', stream, entry[1])
              usable = false
            end
          end
          if usable then
            redis.call('ZREM', base .. ':ready', id)
            redis.call('ZADD', base .. ':leases', now + lease, id)
            redis.call('HINCRBY', key_of(id), 'attempt', 1)
            local token = redis.call('HINCRBY', key_of(id), 'token', 1)
            redis.call('HSET', key_of(id), 'started', now, 'worker', worker)
            move(id, 1)
            return {token, redis.call('HGET', key_of(id), 'payload'), read(id)}
          end
        end
        """;

    /// <summary>Identifier, token, lease in milliseconds, rows done and rows in all or nothing. Answers 0 lost, 1 renewed, 2 asked to end.</summary>
    public const string Renew = Common +
        """
        local id = ARGV[1]
        local job = redis.call('HMGET', key_of(id), 'token', 'state', 'cancel', 'entry', 'worker')
        if job[1] ~= ARGV[2] or job[2] ~= '1' then return 0 end
        redis.call('ZADD', base .. ':leases', now + ARGV[3], id)
        redis.call('XCLAIM', stream, group, job[5], 0, job[4], 'JUSTID')
        if ARGV[4] ~= '' then redis.call('HSET', key_of(id), 'done', ARGV[4]) end
        if ARGV[5] ~= '' then redis.call('HSET', key_of(id), 'total', ARGV[5]) end
        return job[3] == '1' and 2 or 1
        """;

    /// <summary>Identifier, token, kind of outcome, code, message, delay in milliseconds, result. The kinds are those of <see cref="InferenceJobOutcomeKind"/>.</summary>
    public const string Settle = Common +
        """
        local id, kind, code, message = ARGV[1], ARGV[3], ARGV[4], ARGV[5]
        local ends = {Succeeded = 2, Failed = 3, Retry = 5, Cancelled = 4}
        local job = redis.call('HMGET', key_of(id), 'token', 'state', 'cancel', 'attempt', 'max')
        if job[1] ~= ARGV[2] then return false end
        if job[2] ~= '1' then return tonumber(job[2]) == ends[kind] and read(id) end
        if (kind == 'Retry' or kind == 'Released') and job[3] == '1' then kind = 'Cancelled' end
        if kind == 'Released' then
          leave(id)
          redis.call('HINCRBY', key_of(id), 'attempt', -1)
          move(id, 0)
          enqueue(id, now)
        elseif kind == 'Retry' and tonumber(job[4]) < tonumber(job[5]) then
          leave(id)
          fail(id, code, message)
          move(id, 0)
          local due = now + ARGV[6]
          if due > now then
            redis.call('HSET', key_of(id), 'due', due)
            redis.call('ZADD', base .. ':delayed', due, id)
          else
            enqueue(id, now)
          end
        else
          finish(id, ends[kind], code, message, kind == 'Succeeded' and ARGV[7])
        end
        return read(id)
        """;

    /// <summary>Identifier.</summary>
    public const string Cancel = Common +
        """
        local id = ARGV[1]
        local job = read(id)
        if not job then return false end
        if job[5] == '0' or job[5] == '1' then redis.call('HSET', key_of(id), 'cancel', 1) end
        if job[5] == '0' then finish(id, 4, job[14] or '', job[15] or '', false) end
        return read(id)
        """;

    /// <summary>Identifier. Answers the job, and whether it was dead.</summary>
    public const string Replay = Common +
        """
        local id = ARGV[1]
        local job = read(id)
        if not job then return false end
        if job[5] ~= '5' then return {0, job} end
        local entry = redis.call('HGET', key_of(id), 'dead_entry')
        if entry then redis.call('XDEL', base .. ':dead', entry) end
        redis.call('PERSIST', key_of(id))
        redis.call('HDEL', key_of(id), 'finished', 'expires', 'dead_entry')
        redis.call('HSET', key_of(id), 'attempt', 0, 'cancel', 0)
        if job[18] then redis.call('HSET', key_of(id), 'hook_state', 0) end
        redis.call('ZREM', base .. ':expiry', id)
        redis.call('ZREM', base .. ':hooks', id)
        local idempotency = redis.call('HGET', key_of(id), 'idempotency')
        if idempotency then redis.call('SET', idempotency, id, 'PX', ARGV[2]) end
        move(id, 0)
        enqueue(id, now)
        return {1, read(id)}
        """;

    /// <summary>Milliseconds after which it comes again.</summary>
    public const string ClaimWebhook = Common +
        """
        while true do
          local id = redis.call('ZRANGEBYSCORE', base .. ':hooks', '-inf', now, 'LIMIT', 0, 1)[1]
          if not id then return false end
          local job = read(id)
          if job then
            redis.call('ZADD', base .. ':hooks', now + ARGV[1], id)
            return job
          end
          redis.call('ZREM', base .. ':hooks', id)
        end
        """;

    /// <summary>Identifier, state, attempts, outcome.</summary>
    public const string RecordWebhook = Common +
        """
        if not redis.call('ZSCORE', base .. ':hooks', ARGV[1]) then return 0 end
        redis.call('HSET', key_of(ARGV[1]), 'hook_state', ARGV[2], 'hook_attempts', ARGV[3])
        if ARGV[4] ~= '' then redis.call('HSET', key_of(ARGV[1]), 'hook_outcome', ARGV[4]) end
        if ARGV[2] == '0' then redis.call('ZADD', base .. ':hooks', now, ARGV[1]) else redis.call('ZREM', base .. ':hooks', ARGV[1]) end
        return 1
        """;

    /// <summary>Most to forget.</summary>
    public const string Purge = Common +
        """
        local ids = redis.call('ZRANGEBYSCORE', base .. ':expiry', '-inf', now, 'LIMIT', 0, ARGV[1])
        for _, id in ipairs(ids) do
          local job = redis.call('HMGET', key_of(id), 'tenant', 'state', 'dead_entry')
          redis.call('ZREM', base .. ':expiry', id)
          redis.call('ZREM', base .. ':all', id)
          if job[1] then redis.call('ZREM', base .. ':tenant:' .. job[1], id) end
          for state = 2, 5 do redis.call('ZREM', base .. ':state:' .. state, id) end
          redis.call('ZREM', base .. ':hooks', id)
          if job[3] then redis.call('XDEL', base .. ':dead', job[3]) end
          redis.call('DEL', key_of(id))
        end
        return #ids
        """;
}
