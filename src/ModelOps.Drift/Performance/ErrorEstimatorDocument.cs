namespace ModelOps.Drift.Performance;

/// <summary>The stored form of an error model of boosted stumps.</summary>
internal sealed record ErrorEstimatorDocument
{
    public required string Metric { get; init; }

    public required double Mean { get; init; }

    public required double Deviation { get; init; }

    public required long Count { get; init; }

    public required double Start { get; init; }

    /// <summary>Edges of the bins of each feature, and last of the prediction.</summary>
    public required double[][] Edges { get; init; }

    /// <summary>What each bin adds: one for missing values, then one a bin.</summary>
    public required double[][] Tables { get; init; }
}
