namespace ModelOps.Serving;

/// <summary>What a rollout does when a step's time is over without proof.</summary>
public enum InconclusiveAction
{
    /// <summary>It pauses where it is, for a person to decide.</summary>
    Hold,

    /// <summary>It rolls back.</summary>
    RollBack,
}
