namespace ModelOps;

/// <summary>Codes of the errors of job queues.</summary>
public static class JobErrorCodes
{
    /// <summary>There is no such job, or it has expired.</summary>
    public const string JobNotFound = "JOB_NOT_FOUND";

    /// <summary>The idempotency key was used for other work.</summary>
    public const string JobConflict = "JOB_CONFLICT";

    /// <summary>The job is in a state that forbids what was asked.</summary>
    public const string JobState = "JOB_STATE";

    /// <summary>The host's rules forbid the job.</summary>
    public const string JobRefused = "JOB_REFUSED";

    /// <summary>The queue holds as much as it may.</summary>
    public const string JobQueueFull = "JOB_QUEUE_FULL";

    /// <summary>The queue's store cannot be read or written now.</summary>
    public const string JobStoreUnavailable = "JOB_STORE_UNAVAILABLE";

    /// <summary>What the queue's store holds is damaged, or not a queue's.</summary>
    public const string JobStoreDamaged = "JOB_STORE_DAMAGED";
}
