namespace ModelOps;

/// <summary>How a training job is, the same for every launcher.</summary>
public enum TrainingJobState
{
    /// <summary>The launcher said something that this release does not know; see <see cref="TrainingJobStatus.RawState"/>. Not final.</summary>
    Unknown,

    /// <summary>Accepted, not running yet, or paused.</summary>
    Pending,

    /// <summary>Running, or being ended.</summary>
    Running,

    /// <summary>Ended well.</summary>
    Succeeded,

    /// <summary>Ended badly.</summary>
    Failed,

    /// <summary>Ended because someone asked for it.</summary>
    Cancelled,
}
