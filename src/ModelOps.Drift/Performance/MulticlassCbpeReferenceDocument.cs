namespace ModelOps.Drift.Performance;

/// <summary>The stored form of what confidence-based estimation knows of several classes.</summary>
internal sealed record MulticlassCbpeReferenceDocument
{
    internal const string ExpectedFormat = "modelops.multiclass-cbpe-reference";
    internal const int CurrentVersion = 1;

    public required string Format { get; init; }

    public required int Version { get; init; }

    public required double Accuracy { get; init; }

    public required CbpeReferenceDocument[] Classes { get; init; }
}
