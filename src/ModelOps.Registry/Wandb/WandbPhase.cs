namespace ModelOps.Registry.Wandb;

/// <summary>What an export is doing.</summary>
public enum WandbPhase
{
    /// <summary>Sends lines of a run's history.</summary>
    History,

    /// <summary>Uploads bytes of a version's files.</summary>
    Files,
}
