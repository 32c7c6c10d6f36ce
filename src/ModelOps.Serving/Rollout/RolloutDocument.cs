namespace ModelOps.Serving;

/// <summary>What is kept of a rollout, in memory and in its file.</summary>
internal sealed class RolloutDocument
{
    public const int CurrentFormat = 1;

    public int Format { get; set; } = CurrentFormat;

    public string Model { get; set; } = string.Empty;

    public RolloutPolicy Policy { get; set; } = new();

    public RolloutState State { get; set; }

    public string ChampionVersion { get; set; } = string.Empty;

    public string CanaryVersion { get; set; } = string.Empty;

    /// <summary>Revision of the champion's alias when the rollout began or was resumed; null when no alias is to be moved.</summary>
    public long? ChampionRevision { get; set; }

    /// <summary>Running number of the canary; null when no alias is to be moved.</summary>
    public long? CanaryNumber { get; set; }

    /// <summary>Whether the champion's alias answers with the new version, so that the traffic policy decides the split again.</summary>
    public bool IsReleased { get; set; }

    public int Step { get; set; }

    public DateTimeOffset StartedAt { get; set; }

    public DateTimeOffset StepStartedAt { get; set; }

    public string? Reason { get; set; }

    public ArmEvidence Champion { get; set; } = new();

    public ArmEvidence Canary { get; set; } = new();

    public long Pairs { get; set; }

    public long Disagreements { get; set; }

    public bool IsUnderWay => State is RolloutState.Running or RolloutState.Paused;

    public bool IsBeingReleased => State == RolloutState.Promoted && ChampionRevision is not null && !IsReleased;

    public int Weight => State switch
    {
        RolloutState.Promoted => 100,
        RolloutState.RolledBack => 0,
        _ => Policy.CanaryWeights[Step],
    };
}
