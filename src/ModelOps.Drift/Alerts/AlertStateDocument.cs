namespace ModelOps.Drift.Alerts;

/// <summary>The file that alerts are kept in.</summary>
internal sealed class AlertStateDocument
{
    public const int CurrentFormat = 1;

    public required int Format { get; init; }

    public required IReadOnlyList<TrackedAlert> Alerts { get; init; }

    public required IReadOnlyList<WindowMark> Windows { get; init; }

    public required IReadOnlyList<Notice> Notices { get; init; }

    public required IReadOnlyList<DriftSilence> Silences { get; init; }
}
