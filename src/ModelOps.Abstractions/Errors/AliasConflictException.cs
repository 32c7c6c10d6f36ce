namespace ModelOps;

/// <summary>An alias is not at the revision that the move expected: someone else moved it meanwhile.</summary>
/// <param name="model">Model.</param>
/// <param name="alias">Alias.</param>
/// <param name="expectedRevision">Revision that the move expected; 0 for no such alias.</param>
/// <param name="actualRevision">Revision found; 0 for no such alias.</param>
public sealed class AliasConflictException(string model, string alias, long expectedRevision, long actualRevision) : ModelOpsException(
    ModelOpsErrorKind.Conflict,
    ModelOpsErrorCodes.AliasConflict,
    $"Alias '{alias}' of model '{model}' is at revision {actualRevision}, not {expectedRevision}. Read it again, and decide again whether to move it.")
{
    /// <summary>Model.</summary>
    public string Model { get; } = model;

    /// <summary>Alias.</summary>
    public string Alias { get; } = alias;

    /// <summary>Revision that the move expected; 0 for no such alias.</summary>
    public long ExpectedRevision { get; } = expectedRevision;

    /// <summary>Revision found; 0 for no such alias.</summary>
    public long ActualRevision { get; } = actualRevision;

    /// <summary>The alias as it was found; null when there is none, or the registry did not say.</summary>
    public ModelAlias? Actual { get; init; }
}
