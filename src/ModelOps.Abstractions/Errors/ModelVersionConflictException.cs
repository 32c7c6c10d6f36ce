namespace ModelOps;

/// <summary>A version of this number exists already with other content.</summary>
/// <param name="model">Model.</param>
/// <param name="version">Version that exists.</param>
public sealed class ModelVersionConflictException(string model, string version) : ModelOpsException(
    ModelOpsErrorKind.Conflict,
    ModelOpsErrorCodes.ModelVersionConflict,
    $"Model '{model}' already has a version '{version}' with other content, or had one that was deleted. Versions never change and are not used again: register the next one.")
{
    /// <summary>Model.</summary>
    public string Model { get; } = model;

    /// <summary>Version that exists.</summary>
    public string Version { get; } = version;
}
