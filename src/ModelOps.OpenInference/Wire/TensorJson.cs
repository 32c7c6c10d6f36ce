using System.Text.Json;
using System.Text.Unicode;

namespace ModelOps.OpenInference.Wire;

/// <summary>Reads and writes tensors, above all their <c>data</c>.</summary>
internal static class TensorJson
{
    /// <summary>Fills a tensor from the array the reader stands on, flat or nested as the shape is.</summary>
    /// <exception cref="InvalidInferenceRequestException">The elements are not those of the datatype, or not as many as the shape takes.</exception>
    public static void Read(ref Utf8JsonReader reader, InferenceTensor tensor, string model)
    {
        switch (tensor.DataType)
        {
            case TensorDataType.Bool: Fill<bool, JsonElements.Bool>(ref reader, tensor, model); break;
            case TensorDataType.UInt8: Fill<byte, JsonElements.UInt8>(ref reader, tensor, model); break;
            case TensorDataType.UInt16: Fill<ushort, JsonElements.UInt16>(ref reader, tensor, model); break;
            case TensorDataType.UInt32: Fill<uint, JsonElements.UInt32>(ref reader, tensor, model); break;
            case TensorDataType.UInt64: Fill<ulong, JsonElements.UInt64>(ref reader, tensor, model); break;
            case TensorDataType.Int8: Fill<sbyte, JsonElements.Int8>(ref reader, tensor, model); break;
            case TensorDataType.Int16: Fill<short, JsonElements.Int16>(ref reader, tensor, model); break;
            case TensorDataType.Int32: Fill<int, JsonElements.Int32>(ref reader, tensor, model); break;
            case TensorDataType.Int64: Fill<long, JsonElements.Int64>(ref reader, tensor, model); break;
            case TensorDataType.Float32: Fill<float, JsonElements.Float32>(ref reader, tensor, model); break;
            case TensorDataType.Float64: Fill<double, JsonElements.Float64>(ref reader, tensor, model); break;
            case TensorDataType.Bytes: FillBytes(ref reader, tensor, model); break;
            default: throw new NotSupportedException($"{tensor.DataType.ToName()} has no JSON form.");
        }
    }

    /// <summary>Whether the datatype and, for <c>BYTES</c>, the elements have a JSON form. Numbers that are not finite are the writer's business: they become null.</summary>
    public static bool HasForm(InferenceTensor tensor) => tensor.DataType switch
    {
        TensorDataType.Float16 or TensorDataType.BFloat16 => false,
        TensorDataType.Bytes => IsText(tensor),
        _ => true,
    };

    /// <summary>Begins the object of a tensor: name, datatype and shape. The caller writes the rest and ends it.</summary>
    public static void WriteStart(Utf8JsonWriter writer, InferenceTensor tensor)
    {
        writer.WriteStartObject();
        writer.WriteString("name"u8, tensor.Name);
        writer.WriteString("datatype"u8, tensor.DataType.ToName());
        writer.WriteStartArray("shape"u8);
        foreach (long dimension in tensor.Shape) { writer.WriteNumberValue(dimension); }
        writer.WriteEndArray();
    }

    /// <summary>Writes elements as values of an array that is open.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="tensor">The tensor.</param>
    /// <param name="start">First element.</param>
    /// <param name="count">How many; for <c>BYTES</c> all, from the first.</param>
    public static void Write(Utf8JsonWriter writer, InferenceTensor tensor, int start, int count)
    {
        switch (tensor.DataType)
        {
            case TensorDataType.Bool: Write<bool, JsonElements.Bool>(writer, tensor, start, count); break;
            case TensorDataType.UInt8: Write<byte, JsonElements.UInt8>(writer, tensor, start, count); break;
            case TensorDataType.UInt16: Write<ushort, JsonElements.UInt16>(writer, tensor, start, count); break;
            case TensorDataType.UInt32: Write<uint, JsonElements.UInt32>(writer, tensor, start, count); break;
            case TensorDataType.UInt64: Write<ulong, JsonElements.UInt64>(writer, tensor, start, count); break;
            case TensorDataType.Int8: Write<sbyte, JsonElements.Int8>(writer, tensor, start, count); break;
            case TensorDataType.Int16: Write<short, JsonElements.Int16>(writer, tensor, start, count); break;
            case TensorDataType.Int32: Write<int, JsonElements.Int32>(writer, tensor, start, count); break;
            case TensorDataType.Int64: Write<long, JsonElements.Int64>(writer, tensor, start, count); break;
            case TensorDataType.Float32: Write<float, JsonElements.Float32>(writer, tensor, start, count); break;
            case TensorDataType.Float64: Write<double, JsonElements.Float64>(writer, tensor, start, count); break;
            case TensorDataType.Bytes:
                foreach (ReadOnlySpan<byte> element in tensor.EnumerateElements()) { writer.WriteStringValue(element); }
                break;
            default: throw new NotSupportedException($"{tensor.DataType.ToName()} has no JSON form.");
        }
    }

    private static bool IsText(InferenceTensor tensor)
    {
        foreach (ReadOnlySpan<byte> element in tensor.EnumerateElements())
        {
            if (!Utf8.IsValid(element)) { return false; }
        }

        return true;
    }

    private static void Fill<T, TElement>(ref Utf8JsonReader reader, InferenceTensor tensor, string model)
        where T : unmanaged
        where TElement : struct, IJsonElement<T>
    {
        Span<T> elements = tensor.AsSpan<T>();
        JsonArrayWalk walk = new(ref reader, tensor, model);
        while (walk.MoveNext(ref reader))
        {
            if (!TElement.TryRead(ref reader, out elements[walk.Index])) { throw walk.NotAnElement(); }
        }
    }

    private static void FillBytes(ref Utf8JsonReader reader, InferenceTensor tensor, string model)
    {
        using PooledBuffer unescaped = new();
        JsonArrayWalk walk = new(ref reader, tensor, model);
        while (walk.MoveNext(ref reader))
        {
            if (reader.TokenType != JsonTokenType.String) { throw walk.NotAnElement(); }
            if (!reader.ValueIsEscaped)
            {
                tensor.AppendElement(reader.ValueSpan);
                continue;
            }

            Span<byte> room = unescaped.GetSpan(reader.ValueSpan.Length);
            tensor.AppendElement(room[..reader.CopyString(room)]);
        }
    }

    private static void Write<T, TElement>(Utf8JsonWriter writer, InferenceTensor tensor, int start, int count)
        where T : unmanaged
        where TElement : struct, IJsonElement<T>
    {
        foreach (T element in tensor.AsSpan<T>().Slice(start, count)) { TElement.Write(writer, element); }
    }
}
