namespace ModelOps.Onnx;

/// <summary>Name, type and shape of a graph's input or output. Immutable.</summary>
/// <param name="Name">Name.</param>
/// <param name="ElementType">Element type.</param>
/// <param name="Shape">Dimensions; -1 is a dimension of any size. Empty is a scalar.</param>
public sealed record OnnxValueInfo(string Name, OnnxElementType ElementType, IReadOnlyList<long> Shape);
