namespace ModelOps;

/// <summary>There is no such job, or it has expired.</summary>
/// <param name="id">Identifier asked for.</param>
public sealed class JobNotFoundException(string id) : ModelOpsException(
    ModelOpsErrorKind.NotFound,
    JobErrorCodes.JobNotFound,
    $"There is no job '{id}'. It may have expired: ask for it sooner, or have ended jobs kept longer.")
{
    /// <summary>Identifier asked for.</summary>
    public string Id { get; } = id;
}
