namespace ModelOps;

/// <summary>How far a run is; the names are MLflow's.</summary>
public enum RunStatus
{
    /// <summary>It runs.</summary>
    Running,

    /// <summary>It will run.</summary>
    Scheduled,

    /// <summary>It ended well.</summary>
    Finished,

    /// <summary>It ended with an error.</summary>
    Failed,

    /// <summary>It was ended by someone.</summary>
    Killed,
}
