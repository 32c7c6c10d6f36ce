namespace ModelOps.Drift.Performance;

/// <summary>The stored form of a window of confidence-based estimation.</summary>
internal sealed record CbpeSumsDocument
{
    public required long Count { get; init; }

    public required long Skipped { get; init; }

    public required long Predicted { get; init; }

    public required long TruePositives { get; init; }

    public required long FalseNegatives { get; init; }

    public required long[] Counts { get; init; }

    public required long[] Positives { get; init; }
}
