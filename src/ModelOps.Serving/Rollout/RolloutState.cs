namespace ModelOps.Serving;

/// <summary>Where a rollout stands.</summary>
public enum RolloutState
{
    /// <summary>It gathers evidence and decides.</summary>
    Running,

    /// <summary>It keeps its weights and gathers evidence; proof of harm still rolls it back, nothing else moves it.</summary>
    Paused,

    /// <summary>The canary has taken over.</summary>
    Promoted,

    /// <summary>The champion answers all calls again.</summary>
    RolledBack,
}
