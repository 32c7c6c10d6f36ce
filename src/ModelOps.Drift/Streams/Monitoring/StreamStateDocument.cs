namespace ModelOps.Drift.Streams.Monitoring;

/// <summary>The saved form of the streams of a version, and of their newest changes.</summary>
internal sealed class StreamStateDocument
{
    internal const string ExpectedFormat = "modelops-streams-1";

    public required string Format { get; init; }

    public required string Model { get; init; }

    public required string Version { get; init; }

    public required DateTimeOffset SeenAt { get; init; }

    public required IReadOnlyList<StreamStateEntry> Streams { get; init; }

    /// <summary>Newest first.</summary>
    public required IReadOnlyList<StreamChange> Changes { get; init; }
}
