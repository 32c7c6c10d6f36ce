namespace ModelOps.Jobs;

/// <summary>Single elements of tensors, to and from what columns hold.</summary>
internal static class TensorElements
{
    public static void Set(InferenceTensor tensor, int at, double value)
    {
        switch (tensor.DataType)
        {
            case TensorDataType.Float64: tensor.AsSpan<double>()[at] = value; break;
            case TensorDataType.Float16: tensor.AsSpan<Half>()[at] = (Half)value; break;
            default: tensor.AsSpan<float>()[at] = (float)value; break;
        }
    }

    public static void Set(InferenceTensor tensor, int at, long value)
    {
        switch (tensor.DataType)
        {
            case TensorDataType.Bool: tensor.AsSpan<bool>()[at] = value != 0; break;
            case TensorDataType.Int8: tensor.AsSpan<sbyte>()[at] = (sbyte)value; break;
            case TensorDataType.Int16: tensor.AsSpan<short>()[at] = (short)value; break;
            case TensorDataType.Int32: tensor.AsSpan<int>()[at] = (int)value; break;
            case TensorDataType.UInt8: tensor.AsSpan<byte>()[at] = (byte)value; break;
            case TensorDataType.UInt16: tensor.AsSpan<ushort>()[at] = (ushort)value; break;
            case TensorDataType.UInt32: tensor.AsSpan<uint>()[at] = (uint)value; break;
            case TensorDataType.UInt64: tensor.AsSpan<ulong>()[at] = (ulong)value; break;
            default: tensor.AsSpan<long>()[at] = value; break;
        }
    }

    public static bool Fits(TensorDataType type, long value) => type switch
    {
        TensorDataType.Bool => value is 0 or 1,
        TensorDataType.Int8 => value is >= sbyte.MinValue and <= sbyte.MaxValue,
        TensorDataType.Int16 => value is >= short.MinValue and <= short.MaxValue,
        TensorDataType.Int32 => value is >= int.MinValue and <= int.MaxValue,
        TensorDataType.UInt8 => value is >= 0 and <= byte.MaxValue,
        TensorDataType.UInt16 => value is >= 0 and <= ushort.MaxValue,
        TensorDataType.UInt32 => value is >= 0 and <= uint.MaxValue,
        TensorDataType.UInt64 => value >= 0,
        _ => true,
    };
}
