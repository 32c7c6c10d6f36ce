namespace ModelOps.Drift.Performance.Monitoring;

/// <summary>What is kept of a version's performance over a restart.</summary>
internal sealed record PerformanceStateDocument
{
    internal const string ExpectedFormat = "modelops.performance-state";
    internal const int CurrentVersion = 1;

    public required string Format { get; init; }

    public required int Version { get; init; }

    public required string Model { get; init; }

    public required string ModelVersion { get; init; }

    /// <summary>Length of the windows.</summary>
    public required long WindowTicks { get; init; }

    /// <summary>Digest of the reference that sums are over; null when there are none.</summary>
    public string? Reference { get; init; }

    /// <summary>Windows that are not told of yet.</summary>
    public WindowSumsDocument[] Windows { get; init; } = [];

    /// <summary>Predictions and labels that wait; null where none are joined.</summary>
    public LabelJoinDocument? Labels { get; init; }

    /// <summary>Windows that were judged by labels before they were final: their start, and how many labels they had.</summary>
    public Dictionary<long, long> Judged { get; init; } = [];
}
