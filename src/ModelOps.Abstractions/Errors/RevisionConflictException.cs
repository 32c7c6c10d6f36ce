namespace ModelOps;

/// <summary>A model or version is not at the revision that a change expected: someone else changed it meanwhile.</summary>
/// <param name="target">What was to be changed, e.g. <c>demand</c> or <c>demand:3</c>.</param>
/// <param name="expectedRevision">Revision that the change expected.</param>
/// <param name="actualRevision">Revision found.</param>
public sealed class RevisionConflictException(string target, long expectedRevision, long actualRevision) : ModelOpsException(
    ModelOpsErrorKind.Conflict,
    ModelOpsErrorCodes.RevisionConflict,
    $"'{target}' is at revision {actualRevision}, not {expectedRevision}. Read it again, and decide again whether to change it.")
{
    /// <summary>What was to be changed.</summary>
    public string Target { get; } = target;

    /// <summary>Revision that the change expected.</summary>
    public long ExpectedRevision { get; } = expectedRevision;

    /// <summary>Revision found.</summary>
    public long ActualRevision { get; } = actualRevision;
}
