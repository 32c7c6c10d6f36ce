namespace ModelOps;

/// <summary>A job is in a state that forbids what was asked.</summary>
public sealed class JobStateException : ModelOpsException
{
    /// <summary>Makes the error.</summary>
    /// <param name="job">The job.</param>
    /// <param name="why">What was asked and what would be needed, e.g. <c>only a dead job is replayed</c>.</param>
    public JobStateException(InferenceJob job, string why)
        : base(
            ModelOpsErrorKind.FailedPrecondition,
            JobErrorCodes.JobState,
            $"Job '{(job ?? throw new ArgumentNullException(nameof(job))).Id}' is {job.State.ToString().ToUpperInvariant()}: {why}.") =>
        Job = job;

    /// <summary>The job.</summary>
    public InferenceJob Job { get; }
}
