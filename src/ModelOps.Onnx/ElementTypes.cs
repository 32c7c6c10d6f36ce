namespace ModelOps.Onnx;

internal static class ElementTypes
{
    public static bool IsKnown(OnnxElementType type) => type is > OnnxElementType.Undefined and <= OnnxElementType.Int2;

    /// <summary>Bits of one element; 0 for strings and unknown types.</summary>
    public static int Bits(OnnxElementType type) => type switch
    {
        OnnxElementType.UInt2 or OnnxElementType.Int2 => 2,
        OnnxElementType.UInt4 or OnnxElementType.Int4 or OnnxElementType.Float4E2M1 => 4,
        OnnxElementType.UInt8 or OnnxElementType.Int8 or OnnxElementType.Bool or OnnxElementType.Float8E4M3FN or OnnxElementType.Float8E4M3FNUZ
            or OnnxElementType.Float8E5M2 or OnnxElementType.Float8E5M2FNUZ or OnnxElementType.Float8E8M0 => 8,
        OnnxElementType.UInt16 or OnnxElementType.Int16 or OnnxElementType.Float16 or OnnxElementType.BFloat16 => 16,
        OnnxElementType.Float or OnnxElementType.Int32 or OnnxElementType.UInt32 => 32,
        OnnxElementType.Double or OnnxElementType.Int64 or OnnxElementType.UInt64 or OnnxElementType.Complex64 => 64,
        OnnxElementType.Complex128 => 128,
        _ => 0,
    };

    /// <summary>Number of elements of a shape; false when a dimension is negative or the number has more than 63 bits.</summary>
    public static bool TryCount(IReadOnlyList<long> shape, out long count)
    {
        count = 1;
        bool empty = false;
        foreach (long dimension in shape)
        {
            if (dimension < 0) { return false; }
            empty |= dimension == 0;
        }

        if (empty)
        {
            count = 0;
            return true;
        }

        foreach (long dimension in shape)
        {
            if (count > long.MaxValue / dimension) { return false; }
            count *= dimension;
        }

        return true;
    }

    /// <summary>Bytes of the elements of a tensor, which is not of strings; false when the shape is impossible.</summary>
    public static bool TryByteLength(OnnxElementType type, IReadOnlyList<long> shape, out long bytes)
    {
        bytes = 0;
        if (!TryCount(shape, out long count)) { return false; }
        Int128 bits = (Int128)count * Bits(type);
        Int128 whole = (bits + 7) / 8;
        if (whole > long.MaxValue) { return false; }
        bytes = (long)whole;
        return true;
    }

    /// <summary>The name that ONNX uses, in lower case.</summary>
    public static string Name(OnnxElementType type) => type.ToString().ToLowerInvariant();

    /// <summary>The type as requests name it; null for one that they have not.</summary>
    public static TensorDataType? ToTensorDataType(OnnxElementType type) => type switch
    {
        OnnxElementType.Bool => TensorDataType.Bool,
        OnnxElementType.UInt8 => TensorDataType.UInt8,
        OnnxElementType.UInt16 => TensorDataType.UInt16,
        OnnxElementType.UInt32 => TensorDataType.UInt32,
        OnnxElementType.UInt64 => TensorDataType.UInt64,
        OnnxElementType.Int8 => TensorDataType.Int8,
        OnnxElementType.Int16 => TensorDataType.Int16,
        OnnxElementType.Int32 => TensorDataType.Int32,
        OnnxElementType.Int64 => TensorDataType.Int64,
        OnnxElementType.Float16 => TensorDataType.Float16,
        OnnxElementType.BFloat16 => TensorDataType.BFloat16,
        OnnxElementType.Float => TensorDataType.Float32,
        OnnxElementType.Double => TensorDataType.Float64,
        OnnxElementType.String => TensorDataType.Bytes,
        _ => null,
    };
}
