namespace ModelOps.Drift.Alerts;

/// <summary>What one watch of a version found in one window, or up to one moment: the only way into the book of alerts. Features, metrics of performance and
/// streams all come this way.</summary>
internal sealed record AlertObservation
{
    public required string Model { get; init; }

    public required string Version { get; init; }

    /// <summary>What is watched. Alerts of different kinds never share a fingerprint.</summary>
    public DriftAlertKind Kind { get; init; }

    /// <summary>Which watch of the version it is, where there are several: of each the newest window counts. Null for that of features.</summary>
    public string? Source { get; init; }

    public required DateTimeOffset From { get; init; }

    /// <summary>End of what was looked at. An observation that is not newer than the newest of its source changes nothing.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>Whether this replica is the one to tell of it.</summary>
    public bool Tells { get; init; } = true;

    /// <summary>Whether it fires by itself: a finding that is no verdict of one window among many does not wait for others.</summary>
    public bool IsConclusive { get; init; }

    public required IReadOnlyList<AlertFinding> Findings { get; init; }
}
