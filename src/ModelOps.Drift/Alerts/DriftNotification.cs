namespace ModelOps.Drift.Alerts;

/// <summary>What a sink is to tell people: the alerts of one group that fire, and those that are over since they were told last. Immutable.</summary>
public sealed record DriftNotification
{
    /// <summary>The same for the same news on every host, so that a receiver that was told can drop a second telling; another one for each repeat.</summary>
    public required string Id { get; init; }

    /// <summary>16 hexadecimal digits that name the group for as long as there is one.</summary>
    public required string GroupKey { get; init; }

    /// <summary>Name of the model.</summary>
    public required string Model { get; init; }

    /// <summary>Version; null when the group is of all versions of the model.</summary>
    public string? Version { get; init; }

    /// <summary>Feature; null unless each feature is told alone.</summary>
    public string? Feature { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Alerts that fire, the largest first.</summary>
    public required IReadOnlyList<DriftAlert> Firing { get; init; }

    /// <summary>Alerts that this sink was told of and that are over.</summary>
    public required IReadOnlyList<DriftAlert> Resolved { get; init; }

    /// <summary>Whether nothing fires any more.</summary>
    public bool IsResolved => Firing.Count == 0;

    /// <summary>The highest severity of what fires; of what is over, when nothing fires.</summary>
    public DriftAlertSeverity Severity => (Firing.Count > 0 ? Firing : Resolved).Max(static alert => alert.Severity);
}
