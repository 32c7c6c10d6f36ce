namespace ModelOps;

/// <summary>There is a model of this name already.</summary>
/// <param name="model">The name.</param>
public sealed class ModelExistsException(string model) : ModelOpsException(
    ModelOpsErrorKind.Conflict,
    ModelOpsErrorCodes.ModelExists,
    $"There is a model '{model}' already. Use it as it is, or choose another name.")
{
    /// <summary>The name.</summary>
    public string Model { get; } = model;
}
