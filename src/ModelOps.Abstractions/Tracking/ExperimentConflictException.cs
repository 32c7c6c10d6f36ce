namespace ModelOps;

/// <summary>An experiment of that name exists already.</summary>
/// <param name="name">Name.</param>
/// <param name="isDeleted">Whether the one that has it was deleted.</param>
public sealed class ExperimentConflictException(string name, bool isDeleted) : ModelOpsException(
    ModelOpsErrorKind.Conflict,
    TrackingErrorCodes.ExperimentConflict,
    isDeleted
        ? $"Experiment '{name}' exists already, deleted. Restore it, rename it, or choose another name."
        : $"Experiment '{name}' exists already. Use it, or choose another name.")
{
    /// <summary>Name.</summary>
    public string Name { get; } = name;

    /// <summary>Whether the one that has it was deleted.</summary>
    public bool IsDeleted { get; } = isDeleted;
}
