namespace ModelOps;

/// <summary>Where a job is. It goes from queued to running and from there to one of the ends, or back to queued for another attempt.</summary>
public enum InferenceJobState
{
    /// <summary>It waits for a worker, or for the time of its next attempt.</summary>
    Queued,

    /// <summary>A worker holds a lease on it.</summary>
    Running,

    /// <summary>It is done and its result can be read until it expires.</summary>
    Succeeded,

    /// <summary>It failed for a reason that another attempt would not mend.</summary>
    Failed,

    /// <summary>It was cancelled before it was done.</summary>
    Cancelled,

    /// <summary>All attempts failed. It lies among the dead letters, from where it can be replayed.</summary>
    Dead,
}
