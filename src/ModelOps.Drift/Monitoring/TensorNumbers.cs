using System.Globalization;
using System.Runtime.CompilerServices;

namespace ModelOps.Drift.Monitoring;

/// <summary>Reads elements of tensors of any number type, without allocation.</summary>
internal static class TensorNumbers
{
    /// <summary>Longest text of a number.</summary>
    internal const int MaxTextLength = 32;

    internal static bool IsNumber(TensorDataType type) => type != TensorDataType.Bytes;

    /// <summary>Widens consecutive elements.</summary>
    internal static void Read(InferenceTensor tensor, int from, Span<double> into)
    {
        switch (tensor.DataType)
        {
            case TensorDataType.Float32: Widen<float>(tensor, from, into); break;
            case TensorDataType.Float64: tensor.AsSpan<double>().Slice(from, into.Length).CopyTo(into); break;
            case TensorDataType.Int64: Widen<long>(tensor, from, into); break;
            case TensorDataType.Int32: Widen<int>(tensor, from, into); break;
            case TensorDataType.Int16: Widen<short>(tensor, from, into); break;
            case TensorDataType.Int8: Widen<sbyte>(tensor, from, into); break;
            case TensorDataType.UInt64: Widen<ulong>(tensor, from, into); break;
            case TensorDataType.UInt32: Widen<uint>(tensor, from, into); break;
            case TensorDataType.UInt16: Widen<ushort>(tensor, from, into); break;
            case TensorDataType.UInt8: Widen<byte>(tensor, from, into); break;
            case TensorDataType.Float16: Widen<Half>(tensor, from, into); break;
            case TensorDataType.Bool: Truths(tensor, from, into); break;
            default: Brains(tensor, from, into); break;
        }
    }

    /// <summary>Writes an element as a category: whole numbers as digits, truths as 0 and 1, others as the shortest text that gives the number back.</summary>
    internal static int Format(InferenceTensor tensor, int at, Span<char> into)
    {
        int length;
        if (tensor.DataType == TensorDataType.Int64)
        {
            tensor.AsSpan<long>()[at].TryFormat(into, out length, default, CultureInfo.InvariantCulture);
        }
        else if (tensor.DataType == TensorDataType.UInt64)
        {
            tensor.AsSpan<ulong>()[at].TryFormat(into, out length, default, CultureInfo.InvariantCulture);
        }
        else if (tensor.DataType == TensorDataType.Float32)
        {
            tensor.AsSpan<float>()[at].TryFormat(into, out length, default, CultureInfo.InvariantCulture);
        }
        else
        {
            double value = 0;
            Read(tensor, at, new Span<double>(ref value));
            value.TryFormat(into, out length, default, CultureInfo.InvariantCulture);
        }

        return length;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Widen<T>(InferenceTensor tensor, int from, Span<double> into)
        where T : unmanaged, System.Numerics.INumberBase<T>
    {
        ReadOnlySpan<T> values = tensor.AsSpan<T>().Slice(from, into.Length);
        for (int i = 0; i < values.Length; i++) { into[i] = double.CreateTruncating(values[i]); }
    }

    private static void Truths(InferenceTensor tensor, int from, Span<double> into)
    {
        ReadOnlySpan<bool> values = tensor.AsSpan<bool>().Slice(from, into.Length);
        for (int i = 0; i < values.Length; i++) { into[i] = values[i] ? 1 : 0; }
    }

    private static void Brains(InferenceTensor tensor, int from, Span<double> into)
    {
        ReadOnlySpan<ushort> values = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, ushort>(tensor.Bytes).Slice(from, into.Length);
        for (int i = 0; i < values.Length; i++) { into[i] = BitConverter.UInt32BitsToSingle((uint)values[i] << 16); }
    }
}
