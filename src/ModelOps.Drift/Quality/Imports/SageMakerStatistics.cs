namespace ModelOps.Drift.Quality.Imports;

/// <summary>What a <c>statistics.json</c> says.</summary>
public sealed record SageMakerStatistics
{
    /// <summary>Rows of the data; null if it does not say.</summary>
    public long? ItemCount { get; init; }

    /// <summary>Features, in the file's order.</summary>
    public required IReadOnlyList<SageMakerFeature> Features { get; init; }
}
