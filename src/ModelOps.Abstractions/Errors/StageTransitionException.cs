namespace ModelOps;

/// <summary>The registry does not allow a version to go from the stage it is in to another.</summary>
/// <param name="version">Version, e.g. <c>demand:3</c>.</param>
/// <param name="from">Stage it is in.</param>
/// <param name="to">Stage asked for.</param>
/// <param name="allowed">Stages it may go to.</param>
public sealed class StageTransitionException(string version, string from, string to, IReadOnlyCollection<string> allowed) : ModelOpsException(
    ModelOpsErrorKind.FailedPrecondition,
    ModelOpsErrorCodes.StageTransitionRefused,
    $"Version '{version}' is in stage '{from}', from which it may go to {(allowed.Count == 0 ? "no other" : string.Join(", ", allowed))}, not to '{to}'. "
    + "Take an allowed step, or declare this one in the registry's stages.")
{
    /// <summary>Version.</summary>
    public string Version { get; } = version;

    /// <summary>Stage it is in.</summary>
    public string From { get; } = from;

    /// <summary>Stage asked for.</summary>
    public string To { get; } = to;

    /// <summary>Stages it may go to.</summary>
    public IReadOnlyCollection<string> Allowed { get; } = allowed;
}
