namespace ModelOps.Drift.Performance;

/// <summary>The stored form of a join.</summary>
internal sealed record LabelJoinDocument
{
    internal const string ExpectedFormat = "modelops.label-join";
    internal const int CurrentVersion = 1;

    public required string Format { get; init; }

    public required int Version { get; init; }

    public required PredictionTask Task { get; init; }

    public required long WindowTicks { get; init; }

    public required long EvictedCount { get; init; }

    public required LabelJoinEntryDocument[] Entries { get; init; }

    public required LabelJoinWindowDocument[] Windows { get; init; }
}
