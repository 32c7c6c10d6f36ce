namespace ModelOps;

/// <summary>A text is not a model reference.</summary>
/// <param name="text">The text.</param>
/// <param name="why">What is wrong with it.</param>
public sealed class InvalidModelReferenceException(string text, string why) : ModelOpsException(
    ModelOpsErrorKind.InvalidArgument,
    ModelOpsErrorCodes.InvalidModelReference,
    $"'{text}' is not a model reference: {why}. Write 'name', 'name:1.2.0', 'name@alias' or 'models:/name@alias'.")
{
    /// <summary>The text.</summary>
    public string Text { get; } = text;
}
