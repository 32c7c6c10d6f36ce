namespace ModelOps.Onnx;

/// <summary>Value of an attribute inside a function: what the caller of the function gave for one of its parameters. Immutable.</summary>
/// <param name="Parameter">Name of the function's parameter.</param>
/// <param name="Type">Type of the parameter.</param>
public sealed record OnnxAttributeReference(string Parameter, OnnxAttributeType Type);
