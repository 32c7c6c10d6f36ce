namespace ModelOps;

/// <summary>Whether an experiment or run is in use or was deleted; what is deleted can be restored.</summary>
public enum LifecycleStage
{
    /// <summary>In use.</summary>
    Active,

    /// <summary>Deleted.</summary>
    Deleted,
}
