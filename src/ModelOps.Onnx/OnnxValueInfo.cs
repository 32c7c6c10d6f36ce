namespace ModelOps.Onnx;

/// <summary>Name, type and shape of a value, e.g. a graph's input or output. Immutable.</summary>
/// <param name="Name">Name.</param>
/// <param name="ElementType">Element type; <see cref="OnnxElementType.Undefined"/> when not told, or when the value is no dense tensor.</param>
/// <param name="Shape">Dimensions; -1 is a dimension of any size. Empty is a scalar, if <see cref="HasShape"/>.</param>
public sealed record OnnxValueInfo(string Name, OnnxElementType ElementType, IReadOnlyList<long> Shape)
{
    /// <summary>Names of the dimensions, one for each of <see cref="Shape"/>, empty for a dimension without; or an empty list when none has a name.</summary>
    public IReadOnlyList<string> DimensionNames { get; init; } = [];

    /// <summary>Whether the number of dimensions is known. Default true.</summary>
    public bool HasShape { get; init; } = true;

    /// <summary>The type of a value that is no dense tensor (a sequence, map, optional or sparse tensor); else null.</summary>
    public OnnxOpaque? OpaqueType { get; init; }

    /// <summary>Words for people; may be empty.</summary>
    public string DocString { get; init; } = string.Empty;
}
