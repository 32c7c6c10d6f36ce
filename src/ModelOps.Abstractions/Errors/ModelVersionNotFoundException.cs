namespace ModelOps;

/// <summary>A model has no such version or alias.</summary>
/// <param name="reference">What was asked for.</param>
/// <param name="known">Versions and aliases there are.</param>
public sealed class ModelVersionNotFoundException(ModelReference reference, IReadOnlyCollection<string> known) : ModelOpsException(
    ModelOpsErrorKind.NotFound,
    ModelOpsErrorCodes.ModelVersionNotFound,
    $"Model '{reference.Name}' has no {(reference.Alias is null ? $"version '{reference.Version}'" : $"alias '{reference.Alias}'")} "
    + $"(known: {(known.Count == 0 ? "none" : string.Join(", ", known.Take(20)))}). Ask for a known version or alias, or register this one.")
{
    /// <summary>What was asked for.</summary>
    public ModelReference Reference { get; } = reference;
}
