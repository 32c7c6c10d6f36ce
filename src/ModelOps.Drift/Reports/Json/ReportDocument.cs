namespace ModelOps.Drift.Reports.Json;

/// <summary>The JSON report. Its fields are described in docs/schemas/drift-report.schema.json.</summary>
internal sealed record ReportDocument
{
    internal const string ExpectedFormat = "modelops.drift-report";
    internal const int CurrentVersion = 1;

    public required string Format { get; init; }

    public required int FormatVersion { get; init; }

    public required string Model { get; init; }

    public required string Version { get; init; }

    public required bool HasDrifted { get; init; }

    public required long ReferenceRows { get; init; }

    public required int OmittedWindows { get; init; }

    public required IReadOnlyList<WindowDocument> Windows { get; init; }

    public required int OmittedFeatures { get; init; }

    public required IReadOnlyList<FeatureReportDocument> Features { get; init; }

    public IReadOnlyList<PerformanceDocument>? Performance { get; init; }

    public IReadOnlyList<SegmentDocument>? Segments { get; init; }

    public IReadOnlyList<JointDocument>? Joint { get; init; }
}
