namespace ModelOps;

/// <summary>The host's rules forbid a job.</summary>
/// <param name="why">Which rule, and what mends it.</param>
public sealed class JobRefusedException(string why)
    : ModelOpsException(ModelOpsErrorKind.InvalidArgument, JobErrorCodes.JobRefused, $"The job is refused: {why}");
