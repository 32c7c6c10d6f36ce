namespace ModelOps.Drift.Performance;

/// <summary>The stored form of what direct loss estimation knows.</summary>
internal sealed record DleReferenceDocument
{
    internal const string ExpectedFormat = "modelops.dle-reference";
    internal const int CurrentVersion = 1;

    public required string Format { get; init; }

    public required int Version { get; init; }

    public required int Dimensions { get; init; }

    public required long Count { get; init; }

    public required ErrorEstimatorDocument[] Estimators { get; init; }
}
