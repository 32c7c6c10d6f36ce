namespace ModelOps.Serving.Batching;

/// <summary>What waits, and who is next: the tenant that has had the fewest rows for its weight, and of its calls the most urgent.</summary>
/// <remarks>Fair queueing in rows. Who has had least is served next, and who comes back from idleness starts level with the others, so no tenant can
/// save up a claim. A tenant that waits is passed over by at most one run for each other tenant. Source: Goyal, Vin and Cheng, "Start-time fair
/// queuing", 1996. Guarded by the lock of the batcher.</remarks>
internal sealed class FairQueue(BatchingSettings settings)
{
    private const int MaxIdle = 1024;
    private readonly TenantShare _nameless = new(1);
    private readonly Dictionary<string, TenantShare> _tenants = new(StringComparer.Ordinal);
    private readonly List<TenantShare> _waiting = [];
    private double _served;

    /// <summary>Rows that wait.</summary>
    public int Rows { get; private set; }

    public IReadOnlyList<TenantShare> Waiting => _waiting;

    public TenantShare GetTenant(string? name)
    {
        if (name is null) { return _nameless; }
        if (_tenants.TryGetValue(name, out TenantShare? known)) { return known; }
        if (_tenants.Count >= MaxIdle + _waiting.Count) { ForgetIdle(); }
        return _tenants[name] = new TenantShare(settings.TenantWeights.GetValueOrDefault(name, 1)) { Served = _served };
    }

    /// <summary>Adds a call whose tenant, bucket and level are set.</summary>
    public void Add(BatchCall call)
    {
        TenantShare tenant = call.Tenant;
        if (tenant.Rows == 0)
        {
            tenant.Served = Math.Max(tenant.Served, _served);
            _waiting.Add(tenant);
        }

        call.IsQueued = true;
        tenant.GetQueue(call.Bucket, settings).Add(call);
        Count(call, call.Rows);
    }

    /// <summary>Removes a call with the rows that no run has taken.</summary>
    public void Remove(BatchCall call)
    {
        call.IsQueued = false;
        call.Tenant.FindQueue(call.Bucket)!.Remove(call);
        Count(call, call.NextRow - call.Rows);
        call.Unpin();
    }

    /// <summary>Takes the rows of the next run.</summary>
    /// <param name="now">Time.</param>
    /// <param name="handover">Time from the end of a run until callers have their answers.</param>
    /// <param name="slices">Gets them; empty where nothing is ready.</param>
    /// <param name="expired">Gets calls whose deadline has passed, or would during the run while others wait who can be answered in time.</param>
    public void Fill(long now, double handover, List<BatchSlice> slices, List<BatchCall> expired)
    {
        ShapeBucket? bucket = null;
        int rows = 0;
        int limit = 0;
        while (FindNext(bucket, limit - rows, now) is { } call)
        {
            int most = bucket is null ? Math.Max(settings.LimitFor(call.Bucket.Rows), Math.Min(call.Rows, settings.MaxRows)) : limit;
            if (call.DeadlineAt <= now || (Rows > call.Rows && call.DeadlineAt < now + handover + call.Bucket.Cost.AtMost(Math.Min(most, rows + call.Bucket.Rows))))
            {
                Remove(call);
                expired.Add(call);
                continue;
            }

            if (bucket is null)
            {
                bucket = call.Bucket;
                _served = Math.Max(_served, call.Tenant.Served);
                limit = most;
            }

            int taken = Math.Min(call.Rows - call.NextRow, limit - rows);
            slices.Add(new BatchSlice(call, call.NextRow, taken, rows));
            rows += taken;
            Take(call, taken);
        }
    }

    private void Take(BatchCall call, int rows)
    {
        call.Pins++;
        call.NextRow += rows;
        call.Tenant.Served += rows / call.Tenant.Weight;
        if (call.NextRow == call.Rows)
        {
            call.IsQueued = false;
            call.Tenant.FindQueue(call.Bucket)!.Remove(call);
            call.Unpin();
        }

        Count(call, -rows);
    }

    /// <summary>The next call: of any bucket that is ready, or of one bucket and no larger than what room there is. Calls that are split take what room there is.</summary>
    private BatchCall? FindNext(ShapeBucket? bucket, int room, long now)
    {
        if (bucket is not null && (room <= 0 || bucket.Rows == 0)) { return null; }
        BatchCall? best = null;
        double least = LeastServed();
        for (int i = 0; i < _waiting.Count; i++)
        {
            TenantShare tenant = _waiting[i];
            if (best is not null && tenant.Served >= best.Tenant.Served) { continue; }
            if (bucket is not null && tenant.Served > least + (settings.MaxRows / tenant.Weight)) { continue; } // what does not fit may not be passed over for ever
            BatchCall? call = bucket is null ? FindUrgent(tenant, now) : tenant.FindQueue(bucket)?.FindNext(now);
            if (call is not null && (bucket is null || call.Rows <= room || call.Rows > settings.MaxRows)) { best = call; }
        }

        return best;
    }

    private double LeastServed()
    {
        double least = double.MaxValue;
        for (int i = 0; i < _waiting.Count; i++) { least = Math.Min(least, _waiting[i].Served); }
        return least;
    }

    private static BatchCall? FindUrgent(TenantShare tenant, long now)
    {
        BatchCall? best = null;
        for (int i = 0; i < tenant.Queues.Count; i++)
        {
            CallQueue queue = tenant.Queues[i];
            if (!queue.Bucket.IsReady || queue.FindNext(now) is not { } call) { continue; }
            if (best is null || queue.IsBefore(call, best, now)) { best = call; }
        }

        return best;
    }

    private void Count(BatchCall call, int rows)
    {
        TenantShare tenant = call.Tenant;
        tenant.FindQueue(call.Bucket)!.CountRows(call.Level, rows);
        call.Bucket.Rows += rows;
        tenant.Rows += rows;
        Rows += rows;
        if (tenant.Rows == 0) { _waiting.Remove(tenant); }
    }

    private void ForgetIdle()
    {
        foreach ((string name, TenantShare tenant) in _tenants)
        {
            if (tenant.Rows == 0) { _tenants.Remove(name); }
        }
    }
}
