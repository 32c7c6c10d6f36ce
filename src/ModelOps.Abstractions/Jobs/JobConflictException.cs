namespace ModelOps;

/// <summary>An idempotency key was used before, for other work.</summary>
/// <param name="id">Job that was submitted with the key.</param>
public sealed class JobConflictException(string id) : ModelOpsException(
    ModelOpsErrorKind.Conflict,
    JobErrorCodes.JobConflict,
    $"The idempotency key belongs to job '{id}', which does other work. Use a new key for each piece of work, and the same key only to repeat a submission.")
{
    /// <summary>Job that was submitted with the key.</summary>
    public string Id { get; } = id;
}
