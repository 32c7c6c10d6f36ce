namespace ModelOps.Serving;

/// <summary>Where a rollout stands, and on what evidence. A snapshot.</summary>
public sealed record RolloutProgress
{
    /// <summary>Name of the model.</summary>
    public required string Model { get; init; }

    /// <summary>The policy it follows.</summary>
    public required RolloutPolicy Policy { get; init; }

    /// <summary>Where it stands.</summary>
    public required RolloutState State { get; init; }

    /// <summary>Version that the champion's alias pointed at when it began.</summary>
    public required string ChampionVersion { get; init; }

    /// <summary>Version that the canary's alias pointed at when it began.</summary>
    public required string CanaryVersion { get; init; }

    /// <summary>Step it is at; 0 is the first.</summary>
    public required int Step { get; init; }

    /// <summary>Share of the calls that the canary gets, in percent.</summary>
    public required int Weight { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When the step began.</summary>
    public required DateTimeOffset StepStartedAt { get; init; }

    /// <summary>Calls of this step that the champion answered or failed.</summary>
    public long ChampionCalls { get; init; }

    /// <summary>Calls of this step that the canary answered or failed.</summary>
    public long CanaryCalls { get; init; }

    /// <summary>The part of <see cref="RolloutPolicy.Alpha"/> that the steps so far have spent.</summary>
    public double AlphaSpent { get; init; }

    /// <summary>What is known about each gate of the policy.</summary>
    public IReadOnlyList<GateEvidence> Gates { get; init; } = [];

    /// <summary>Why the last decision was taken; null before the first.</summary>
    public string? Reason { get; init; }
}
