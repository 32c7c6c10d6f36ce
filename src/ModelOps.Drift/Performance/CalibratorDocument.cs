namespace ModelOps.Drift.Performance;

/// <summary>The stored form of a calibrator.</summary>
internal sealed record CalibratorDocument
{
    internal const string ExpectedFormat = "modelops.score-calibrator";
    internal const int CurrentVersion = 1;

    public required string Format { get; init; }

    public required int Version { get; init; }

    public required string Method { get; init; }

    public double[]? Scores { get; init; }

    public double[]? Probabilities { get; init; }

    public double? Slope { get; init; }

    public double? Intercept { get; init; }
}
