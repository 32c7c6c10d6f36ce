namespace ModelOps.Drift.Alerts;

/// <summary>What a sink was told of a group last. Immutable; kept as JSON.</summary>
internal sealed record Notice
{
    public required string Sink { get; init; }

    public required string Group { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>How many notifications of the group it has taken.</summary>
    public required long Sequence { get; init; }

    /// <summary>Fingerprints of what it believes to fire.</summary>
    public required IReadOnlyList<string> Firing { get; init; }
}
