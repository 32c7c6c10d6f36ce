using ModelOps.Drift.Monitoring;

namespace ModelOps.Drift.Performance.Monitoring;

/// <summary>One writer's share of the window that is being estimated.</summary>
internal sealed class EstimateShard : ClaimedShard
{
    private double[] _features = [];

    /// <summary>Number of its window; only while claimed.</summary>
    internal long Window { get; set; }

    /// <summary>The window's rows so far; null when there are none. Only while claimed.</summary>
    internal IPerformanceEstimator? Rows { get; set; }

    /// <summary>Room for a row of features; only while claimed.</summary>
    internal Span<double> Features(int count)
    {
        if (_features.Length < count) { _features = new double[count]; }
        return _features.AsSpan(0, count);
    }
}
