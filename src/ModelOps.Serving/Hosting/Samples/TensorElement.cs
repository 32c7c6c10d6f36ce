using System.Numerics;
using System.Text.Json;

namespace ModelOps.Serving.Samples;

/// <summary>Reads a tensor of the protocol's JSON: flat or nested data, row-major.</summary>
internal static class TensorElement
{
    public static InferenceTensor Read(JsonElement element)
    {
        string name = element.GetProperty("name").GetString() ?? throw new FormatException("a tensor has no name");
        string? type = element.GetProperty("datatype").GetString();
        if (!TensorDataTypes.TryParse(type, out TensorDataType dataType)) { throw new FormatException($"tensor '{name}' has the datatype '{type}', which is none"); }
        long[] shape = [.. element.GetProperty("shape").EnumerateArray().Select(static d => d.GetInt64())];
        List<JsonElement> values = [];
        Flatten(element.GetProperty("data"), values);
        InferenceTensor tensor = new(name, dataType, shape);
        try
        {
            if (values.Count != tensor.ElementCount) { throw new FormatException($"tensor '{name}' has {values.Count} elements, but its shape {InferenceTensor.FormatShape(shape)} has {tensor.ElementCount}"); }
            Fill(tensor, values);
            return tensor;
        }
        catch
        {
            tensor.Dispose();
            throw;
        }
    }

    private static void Flatten(JsonElement data, List<JsonElement> values)
    {
        foreach (JsonElement item in data.EnumerateArray())
        {
            if (item.ValueKind == JsonValueKind.Array) { Flatten(item, values); }
            else { values.Add(item); }
        }
    }

    private static void Fill(InferenceTensor tensor, List<JsonElement> values)
    {
        switch (tensor.DataType)
        {
            case TensorDataType.Bool: Fill<byte>(tensor, values, static v => v.GetBoolean() ? (byte)1 : (byte)0); break;
            case TensorDataType.UInt8: Fill(tensor, values, static v => v.GetByte()); break;
            case TensorDataType.UInt16: Fill(tensor, values, static v => v.GetUInt16()); break;
            case TensorDataType.UInt32: Fill(tensor, values, static v => v.GetUInt32()); break;
            case TensorDataType.UInt64: Fill(tensor, values, static v => v.GetUInt64()); break;
            case TensorDataType.Int8: Fill(tensor, values, static v => v.GetSByte()); break;
            case TensorDataType.Int16: Fill(tensor, values, static v => v.GetInt16()); break;
            case TensorDataType.Int32: Fill(tensor, values, static v => v.GetInt32()); break;
            case TensorDataType.Int64: Fill(tensor, values, static v => v.GetInt64()); break;
            case TensorDataType.Float16: Fill(tensor, values, static v => (Half)v.GetDouble()); break;
            case TensorDataType.Float32: Fill(tensor, values, static v => v.GetSingle()); break;
            case TensorDataType.Float64: Fill(tensor, values, static v => v.GetDouble()); break;
            case TensorDataType.Bytes:
                foreach (JsonElement value in values) { tensor.AppendElement(value.GetString() ?? string.Empty); }
                break;
            default: throw new FormatException($"tensor '{tensor.Name}' has the datatype {tensor.DataType.ToName()}, which has no JSON form");
        }
    }

    private static void Fill<T>(InferenceTensor tensor, List<JsonElement> values, Func<JsonElement, T> read)
        where T : unmanaged, INumberBase<T>
    {
        Span<T> elements = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, T>(tensor.Bytes);
        for (int i = 0; i < elements.Length; i++) { elements[i] = read(values[i]); }
    }
}
