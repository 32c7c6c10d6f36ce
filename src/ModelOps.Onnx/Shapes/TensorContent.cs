using System.Buffers.Binary;

namespace ModelOps.Onnx.Shapes;

/// <summary>Reads the elements of small constants of integers and booleans.</summary>
internal static class TensorContent
{
    /// <summary>Elements, row-major; null when they are of another kind, too many, not loaded, or not as many as the shape says.</summary>
    public static Dim[]? Read(OnnxTensor tensor)
    {
        if (!IsFollowed(tensor.ElementType) || tensor.ExternalData is not null) { return null; }
        if (!ElementTypes.TryCount(tensor.Shape, out long count) || count > Fact.MaxContent) { return null; }
        int width = ElementTypes.Bits(tensor.ElementType) / 8;
        if (tensor.RawData.Length != count * width) { return null; }
        Dim[] content = new Dim[count];
        ReadOnlySpan<byte> raw = tensor.RawData.Span;
        for (int i = 0; i < content.Length; i++) { content[i] = Element(tensor.ElementType, raw.Slice(i * width, width)); }
        return content;
    }

    public static bool IsFollowed(OnnxElementType type) => type is OnnxElementType.Int64 or OnnxElementType.Int32 or OnnxElementType.Bool;

    private static long Element(OnnxElementType type, ReadOnlySpan<byte> raw) => type switch
    {
        OnnxElementType.Int64 => BinaryPrimitives.ReadInt64LittleEndian(raw),
        OnnxElementType.Int32 => BinaryPrimitives.ReadInt32LittleEndian(raw),
        _ => raw[0] == 0 ? 0 : 1,
    };
}
