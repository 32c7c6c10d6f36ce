namespace ModelOps;

/// <summary>One point of a metric.</summary>
/// <param name="Key">Name of the metric; at most <see cref="TrackingLimits.MaxKeyLength"/> characters.</param>
/// <param name="Value">Value; NaN and the infinities are kept as they are.</param>
/// <param name="Timestamp">When it was measured; kept in whole milliseconds.</param>
/// <param name="Step">Where in the training it was measured; may be negative.</param>
public sealed record RunMetric(string Key, double Value, DateTimeOffset Timestamp, long Step = 0)
{
    /// <summary>Logged model that was measured; null when the point is the run's alone.</summary>
    public string? ModelId { get; init; }

    /// <summary>Name of the dataset it was measured on; null when that was not said.</summary>
    public string? DatasetName { get; init; }

    /// <summary>Digest of that dataset.</summary>
    public string? DatasetDigest { get; init; }
}
