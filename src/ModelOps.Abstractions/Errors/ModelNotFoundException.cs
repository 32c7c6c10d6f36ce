namespace ModelOps;

/// <summary>There is no model of this name.</summary>
/// <param name="model">Name asked for.</param>
/// <param name="known">Names there are.</param>
public sealed class ModelNotFoundException(string model, IReadOnlyCollection<string> known) : ModelOpsException(
    ModelOpsErrorKind.NotFound,
    ModelOpsErrorCodes.ModelNotFound,
    $"There is no model '{model}' (known: {(known.Count == 0 ? "none" : string.Join(", ", known.Take(20)))}). Ask for a known model, or register and host this one.")
{
    /// <summary>Name asked for.</summary>
    public string Model { get; } = model;
}
