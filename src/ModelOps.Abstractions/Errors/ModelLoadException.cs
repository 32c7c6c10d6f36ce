namespace ModelOps;

/// <summary>A model could not be loaded.</summary>
/// <param name="model">Model, with its version where known.</param>
/// <param name="why">What is wrong and what mends it.</param>
/// <param name="innerException">The cause, if any.</param>
public sealed class ModelLoadException(string model, string why, Exception? innerException = null)
    : ModelOpsException(ModelOpsErrorKind.FailedPrecondition, ModelOpsErrorCodes.ModelLoadFailed, $"Model '{model}' cannot be loaded: {why}", innerException)
{
    /// <summary>Model, with its version where known.</summary>
    public string Model { get; } = model;
}
