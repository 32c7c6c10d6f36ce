using ModelOps.Drift.Monitoring;

namespace ModelOps.Drift.Performance.Monitoring;

/// <summary>The windows of a version that are being estimated. Adding waits for nobody, and allocates nothing but once a window and shard.</summary>
internal sealed class EstimateWindows(PerformanceReference reference, double threshold, long length)
{
    private readonly ShardSet<EstimateShard> _shards = new(static () => new EstimateShard());
    private readonly Lock _gate = new();
    private readonly SortedDictionary<long, IPerformanceEstimator> _parts = [];
    private long _firstOpen;

    internal PerformanceReference Reference => reference;

    /// <summary>Number of the window of a time; one that was taken is open no more, and the next one takes its rows.</summary>
    internal long WindowAt(long ticks) => Math.Max(ticks / length, Volatile.Read(ref _firstOpen));

    /// <summary>Adds the rows of a call.</summary>
    internal void Add(PredictionPlan plan, ReadOnlySpan<InferenceTensor?> features, InferenceTensor output, int rows, long ticks)
    {
        Span<double> scores = stackalloc double[plan.Output.Columns];
        EstimateShard shard = _shards.Claim();
        try
        {
            long window = WindowAt(ticks);
            if (shard.Rows is null || shard.Window != window)
            {
                Retire(shard);
                shard.Rows = reference.Make(threshold);
                shard.Window = window;
            }

            Span<double> row = shard.Features(reference.Features);
            for (int i = 0; i < rows; i++)
            {
                double prediction = plan.Read(output, i, scores);
                plan.ReadFeatures(features, i, row);
                shard.Rows!.Add(scores, prediction, row);
            }
        }
        finally
        {
            shard.Release();
        }
    }

    /// <summary>Takes the windows that ended before a time away, oldest first.</summary>
    internal IReadOnlyList<KeyValuePair<long, IPerformanceEstimator>> Take(long ticks)
    {
        long open = ticks / length;
        long first = Volatile.Read(ref _firstOpen);
        if (open < first - 1) { Volatile.Write(ref _firstOpen, open); } // the clock was set back; a small step is waited out
        if (open <= first) { return []; }
        Volatile.Write(ref _firstOpen, open);
        foreach (EstimateShard shard in _shards.Made)
        {
            shard.Claim();
            if (shard.Window < open) { Retire(shard); }
            shard.Release();
        }

        lock (_gate)
        {
            KeyValuePair<long, IPerformanceEstimator>[] ended = [.. _parts.Where(part => part.Key < open)];
            foreach (KeyValuePair<long, IPerformanceEstimator> part in ended) { _parts.Remove(part.Key); }
            return ended;
        }
    }

    /// <summary>The windows as they are.</summary>
    internal WindowSumsDocument[] Save()
    {
        var sums = new SortedDictionary<long, IPerformanceEstimator>();
        foreach (EstimateShard shard in _shards.Made)
        {
            shard.Claim();
            if (shard.Rows is { } rows) { Merge(sums, shard.Window, rows); }
            shard.Release();
        }

        lock (_gate)
        {
            foreach ((long window, IPerformanceEstimator part) in _parts) { Merge(sums, window, part); }
        }

        return [.. sums.Select(window => window.Value.Save(window.Key * length))];
    }

    /// <summary>Goes on with saved windows.</summary>
    /// <returns>False when one of them was not of this reference; it is left out.</returns>
    internal bool TryLoad(IEnumerable<WindowSumsDocument> windows)
    {
        bool all = true;
        lock (_gate)
        {
            foreach (WindowSumsDocument window in windows)
            {
                IPerformanceEstimator part = reference.Make(threshold);
                if (window is { Ticks: >= 0 } && window.Ticks % length == 0 && part.TryLoad(window)) { Merge(_parts, window.Ticks / length, part); } else { all = false; }
            }
        }

        return all;
    }

    // What the shard had goes to the parts.
    private void Retire(EstimateShard shard)
    {
        if (shard.Rows is not { } rows) { return; }
        shard.Rows = null;
        lock (_gate)
        {
            if (!_parts.TryAdd(shard.Window, rows)) { _parts[shard.Window].Merge(rows); }
        }
    }

    private void Merge(SortedDictionary<long, IPerformanceEstimator> into, long window, IPerformanceEstimator part)
    {
        if (!into.TryGetValue(window, out IPerformanceEstimator? sum)) { into.Add(window, sum = reference.Make(threshold)); }
        sum.Merge(part);
    }
}
