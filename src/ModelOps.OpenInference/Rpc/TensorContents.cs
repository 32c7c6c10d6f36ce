using System.Globalization;
using System.Numerics;
using Google.Protobuf;
using Google.Protobuf.Collections;
using ModelOps.OpenInference.Protos;

namespace ModelOps.OpenInference.Rpc;

/// <summary>The elements of a tensor in the typed fields of <c>InferTensorContents</c>.</summary>
internal static class TensorContents
{
    /// <summary>Whether the datatype has a typed field.</summary>
    public static bool CanHold(TensorDataType dataType) => dataType is not (TensorDataType.Float16 or TensorDataType.BFloat16);

    /// <summary>Elements in the field of a datatype; null when another field is filled.</summary>
    public static int? Count(InferTensorContents contents, TensorDataType dataType)
    {
        int own = CountOwn(contents, dataType);
        return own == CountAll(contents) ? own : null;
    }

    /// <summary>Fills a tensor that has as many elements as <see cref="Count"/> says.</summary>
    /// <returns>Null when done; else what is wrong, in words.</returns>
    public static string? TryRead(InferTensorContents contents, InferenceTensor tensor) => tensor.DataType switch
    {
        TensorDataType.Bool => Copy(contents.BoolContents, tensor.AsSpan<bool>()),
        TensorDataType.UInt8 => Narrow(contents.UintContents, tensor.AsSpan<byte>()),
        TensorDataType.UInt16 => Narrow(contents.UintContents, tensor.AsSpan<ushort>()),
        TensorDataType.UInt32 => Copy(contents.UintContents, tensor.AsSpan<uint>()),
        TensorDataType.UInt64 => Copy(contents.Uint64Contents, tensor.AsSpan<ulong>()),
        TensorDataType.Int8 => Narrow(contents.IntContents, tensor.AsSpan<sbyte>()),
        TensorDataType.Int16 => Narrow(contents.IntContents, tensor.AsSpan<short>()),
        TensorDataType.Int32 => Copy(contents.IntContents, tensor.AsSpan<int>()),
        TensorDataType.Int64 => Copy(contents.Int64Contents, tensor.AsSpan<long>()),
        TensorDataType.Float32 => Copy(contents.Fp32Contents, tensor.AsSpan<float>()),
        TensorDataType.Float64 => Copy(contents.Fp64Contents, tensor.AsSpan<double>()),
        TensorDataType.Bytes => CopyElements(contents.BytesContents, tensor),
        _ => $"{tensor.DataType.ToName()}, which has no typed field; send all tensors raw",
    };

    /// <summary>The elements of a tensor whose datatype <see cref="CanHold"/>.</summary>
    public static InferTensorContents Write(InferenceTensor tensor)
    {
        InferTensorContents contents = new();
        switch (tensor.DataType)
        {
            case TensorDataType.Bool: Add<bool, bool>(contents.BoolContents, tensor, static v => v); break;
            case TensorDataType.UInt8: Add<byte, uint>(contents.UintContents, tensor, static v => v); break;
            case TensorDataType.UInt16: Add<ushort, uint>(contents.UintContents, tensor, static v => v); break;
            case TensorDataType.UInt32: Add<uint, uint>(contents.UintContents, tensor, static v => v); break;
            case TensorDataType.UInt64: Add<ulong, ulong>(contents.Uint64Contents, tensor, static v => v); break;
            case TensorDataType.Int8: Add<sbyte, int>(contents.IntContents, tensor, static v => v); break;
            case TensorDataType.Int16: Add<short, int>(contents.IntContents, tensor, static v => v); break;
            case TensorDataType.Int32: Add<int, int>(contents.IntContents, tensor, static v => v); break;
            case TensorDataType.Int64: Add<long, long>(contents.Int64Contents, tensor, static v => v); break;
            case TensorDataType.Float32: Add<float, float>(contents.Fp32Contents, tensor, static v => v); break;
            case TensorDataType.Float64: Add<double, double>(contents.Fp64Contents, tensor, static v => v); break;
            case TensorDataType.Bytes:
                foreach (ReadOnlySpan<byte> element in tensor.EnumerateElements()) { contents.BytesContents.Add(ByteString.CopyFrom(element)); }
                break;
            default: throw new NotSupportedException($"{tensor.DataType.ToName()} has no typed field.");
        }

        return contents;
    }

    private static int CountOwn(InferTensorContents contents, TensorDataType dataType) => dataType switch
    {
        TensorDataType.Bool => contents.BoolContents.Count,
        TensorDataType.UInt8 or TensorDataType.UInt16 or TensorDataType.UInt32 => contents.UintContents.Count,
        TensorDataType.UInt64 => contents.Uint64Contents.Count,
        TensorDataType.Int8 or TensorDataType.Int16 or TensorDataType.Int32 => contents.IntContents.Count,
        TensorDataType.Int64 => contents.Int64Contents.Count,
        TensorDataType.Float32 => contents.Fp32Contents.Count,
        TensorDataType.Float64 => contents.Fp64Contents.Count,
        TensorDataType.Bytes => contents.BytesContents.Count,
        _ => 0,
    };

    private static int CountAll(InferTensorContents contents) =>
        contents.BoolContents.Count + contents.UintContents.Count + contents.Uint64Contents.Count + contents.IntContents.Count
        + contents.Int64Contents.Count + contents.Fp32Contents.Count + contents.Fp64Contents.Count + contents.BytesContents.Count;

    private static string? Copy<T>(RepeatedField<T> from, Span<T> to)
    {
        for (int i = 0; i < to.Length; i++) { to[i] = from[i]; }
        return null;
    }

    private static string? Narrow<TWide, T>(RepeatedField<TWide> from, Span<T> to)
        where TWide : IBinaryInteger<TWide>
        where T : IBinaryInteger<T>, IMinMaxValue<T>
    {
        for (int i = 0; i < to.Length; i++)
        {
            TWide value = from[i];
            if (value < TWide.CreateTruncating(T.MinValue) || value > TWide.CreateTruncating(T.MaxValue))
            {
                return string.Create(CultureInfo.InvariantCulture, $"a number outside {T.MinValue} to {T.MaxValue} at element {i}");
            }

            to[i] = T.CreateTruncating(value);
        }

        return null;
    }

    private static string? CopyElements(RepeatedField<ByteString> from, InferenceTensor to)
    {
        for (int i = 0; i < from.Count; i++) { to.AppendElement(from[i].Span); }
        return null;
    }

    private static void Add<T, TWide>(RepeatedField<TWide> to, InferenceTensor tensor, Func<T, TWide> widen)
        where T : unmanaged
    {
        ReadOnlySpan<T> elements = tensor.AsSpan<T>();
        to.Capacity = elements.Length;
        foreach (T element in elements) { to.Add(widen(element)); }
    }
}
