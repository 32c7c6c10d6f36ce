namespace ModelOps.Drift.Streams;

/// <summary>The saved form of a detector. Every setting and every part of the state is a list of numbers under its name.</summary>
internal sealed class StreamDetectorDocument
{
    internal const string ExpectedFormat = "modelops-stream-detector";
    internal const int CurrentVersion = 1;

    public required string Format { get; init; }

    public required int Version { get; init; }

    public required string Detector { get; init; }

    public required long Count { get; init; }

    public required long Skipped { get; init; }

    public required int Last { get; init; }

    public required Dictionary<string, double[]> Settings { get; init; }

    public required Dictionary<string, double[]> State { get; init; }
}
