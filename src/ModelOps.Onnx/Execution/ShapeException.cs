namespace ModelOps.Onnx.Execution;

/// <summary>Shapes do not fit an operator. Becomes a refusal of the model when it shows at load, else an error of the call.</summary>
/// <param name="why">What does not fit.</param>
internal sealed class ShapeException(string why) : Exception(why);
