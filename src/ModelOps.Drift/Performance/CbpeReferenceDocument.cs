namespace ModelOps.Drift.Performance;

/// <summary>The stored form of what confidence-based estimation knows.</summary>
internal sealed record CbpeReferenceDocument
{
    internal const string ExpectedFormat = "modelops.cbpe-reference";
    internal const int CurrentVersion = 1;

    public required string Format { get; init; }

    public required int Version { get; init; }

    public required long Count { get; init; }

    public required CalibratorDocument Calibrator { get; init; }

    public required double[] Edges { get; init; }

    /// <summary>Accuracy, precision, recall, specificity, F1, AUROC.</summary>
    public required double[] Values { get; init; }

    public required double[] Deviations { get; init; }
}
