namespace ModelOps;

/// <summary>A model or version cannot be deleted, because aliases point at it.</summary>
/// <param name="target">What was to be deleted, e.g. <c>demand</c> or <c>demand:3</c>.</param>
/// <param name="aliases">The aliases.</param>
public sealed class VersionInUseException(string target, IReadOnlyCollection<string> aliases) : ModelOpsException(
    ModelOpsErrorKind.FailedPrecondition,
    ModelOpsErrorCodes.VersionInUse,
    $"'{target}' has aliases: {string.Join(", ", aliases.Take(20))}. Move or remove them first, or delete with {nameof(RegistryDeletion.RemoveAliases)}.")
{
    /// <summary>What was to be deleted.</summary>
    public string Target { get; } = target;

    /// <summary>The aliases.</summary>
    public IReadOnlyCollection<string> Aliases { get; } = aliases;
}
