namespace ModelOps;

/// <summary>Metrics, parameters and tags to log together: all of them or none.</summary>
public sealed record RunBatch
{
    /// <summary>Run.</summary>
    public required string RunId { get; init; }

    /// <summary>Points to append; at most <see cref="TrackingLimits.MaxBatchMetrics"/>. A point that is there already is not appended again.</summary>
    public IReadOnlyList<RunMetric> Metrics { get; init; } = [];

    /// <summary>Parameters; at most <see cref="TrackingLimits.MaxBatchParams"/>.</summary>
    public IReadOnlyList<RunParam> Params { get; init; } = [];

    /// <summary>Tags; at most <see cref="TrackingLimits.MaxBatchTags"/>.</summary>
    public IReadOnlyList<RunTag> Tags { get; init; } = [];
}
