namespace ModelOps;

/// <summary>A model failed while it ran, on input that fits its signature.</summary>
/// <param name="model">Model, with its version.</param>
/// <param name="why">What the runtime said.</param>
/// <param name="innerException">The cause, if any.</param>
public sealed class ModelExecutionException(string model, string why, Exception? innerException = null)
    : ModelOpsException(ModelOpsErrorKind.Internal, ModelOpsErrorCodes.ModelExecutionFailed, $"Model '{model}' failed: {why}", innerException)
{
    /// <summary>Model, with its version.</summary>
    public string Model { get; } = model;
}
