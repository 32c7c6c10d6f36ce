using System.Runtime.InteropServices;

namespace ModelOps.Onnx;

/// <summary>A constant tensor of a model. Immutable.</summary>
/// <param name="Name">Name; empty inside an attribute.</param>
/// <param name="ElementType">Element type.</param>
/// <param name="Shape">Dimensions; empty is a scalar.</param>
/// <param name="RawData">Elements, row-major, little-endian, types of less than a byte packed; empty for strings and for external data that was not loaded.</param>
public sealed record OnnxTensor(string Name, OnnxElementType ElementType, IReadOnlyList<long> Shape, ReadOnlyMemory<byte> RawData)
{
    /// <summary>Elements of a tensor of <see cref="OnnxElementType.String"/>, row-major; else empty.</summary>
    public IReadOnlyList<string> StringData { get; init; } = [];

    /// <summary>Where the elements lie when they are in another file and were not loaded; else null.</summary>
    public OnnxExternalData? ExternalData { get; init; }

    /// <summary>A tensor of floats.</summary>
    /// <param name="name">Name; empty inside an attribute.</param>
    /// <param name="shape">Dimensions.</param>
    /// <param name="values">Elements, row-major.</param>
    /// <returns>The tensor.</returns>
    public static OnnxTensor Floats(string name, IReadOnlyList<long> shape, ReadOnlySpan<float> values) =>
        new(name, OnnxElementType.Float, shape, MemoryMarshal.AsBytes(values).ToArray());

    /// <summary>A tensor of doubles.</summary>
    /// <param name="name">Name; empty inside an attribute.</param>
    /// <param name="shape">Dimensions.</param>
    /// <param name="values">Elements, row-major.</param>
    /// <returns>The tensor.</returns>
    public static OnnxTensor Doubles(string name, IReadOnlyList<long> shape, ReadOnlySpan<double> values) =>
        new(name, OnnxElementType.Double, shape, MemoryMarshal.AsBytes(values).ToArray());

    /// <summary>A tensor of 64-bit integers.</summary>
    /// <param name="name">Name; empty inside an attribute.</param>
    /// <param name="shape">Dimensions.</param>
    /// <param name="values">Elements, row-major.</param>
    /// <returns>The tensor.</returns>
    public static OnnxTensor Int64s(string name, IReadOnlyList<long> shape, ReadOnlySpan<long> values) =>
        new(name, OnnxElementType.Int64, shape, MemoryMarshal.AsBytes(values).ToArray());

    /// <summary>A tensor of strings.</summary>
    /// <param name="name">Name; empty inside an attribute.</param>
    /// <param name="shape">Dimensions.</param>
    /// <param name="values">Elements, row-major.</param>
    /// <returns>The tensor.</returns>
    public static OnnxTensor Strings(string name, IReadOnlyList<long> shape, IReadOnlyList<string> values) =>
        new(name, OnnxElementType.String, shape, default) { StringData = values };
}
