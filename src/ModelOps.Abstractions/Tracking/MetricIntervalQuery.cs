namespace ModelOps;

/// <summary>Asks for a thinned-out history of one metric of several runs, as a chart needs it.</summary>
public sealed record MetricIntervalQuery
{
    /// <summary>Runs; at most <see cref="TrackingLimits.MaxIntervalRuns"/>.</summary>
    public required IReadOnlyList<string> RunIds { get; init; }

    /// <summary>Metric.</summary>
    public required string Key { get; init; }

    /// <summary>First step; null for the first there is.</summary>
    public long? StartStep { get; init; }

    /// <summary>Last step; null for the last there is.</summary>
    public long? EndStep { get; init; }

    /// <summary>About how many steps of each run to return, evenly chosen from those there are; the first and the last are always among them.
    /// 1 to <see cref="TrackingLimits.MaxIntervalPoints"/>.</summary>
    public int MaxResults { get; init; } = TrackingLimits.MaxIntervalPoints;
}
