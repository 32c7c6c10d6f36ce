namespace ModelOps;

/// <summary>A queue of jobs holds as much as it may.</summary>
public sealed class JobQueueFullException : ModelOpsException
{
    /// <summary>Makes the error.</summary>
    /// <param name="limit">Which limit, e.g. <c>100000 jobs wait</c>.</param>
    /// <param name="innerException">The cause, if any.</param>
    public JobQueueFullException(string limit, Exception? innerException = null)
        : base(
            ModelOpsErrorKind.Unavailable,
            JobErrorCodes.JobQueueFull,
            $"The queue of jobs is full: {limit}. Submit again after the time in RetryAfter, add workers, or raise the limit.",
            innerException) =>
        RetryAfter = TimeSpan.FromSeconds(5);
}
