using System.Buffers.Binary;
using System.Globalization;

namespace ModelOps.Onnx.Reading;

/// <summary>Reads <c>TensorProto</c>; whichever field holds the elements, they come out as raw little-endian bytes.</summary>
internal static class TensorParser
{
    private const int FloatData = 4;
    private const int Int32Data = 5;
    private const int StringData = 6;
    private const int Int64Data = 7;
    private const int RawData = 9;
    private const int DoubleData = 10;
    private const int UInt64Data = 11;

    public static OnnxTensor Parse(ProtoSlice slice, ReadContext context)
    {
        context.CountTensor();
        ProtoReader reader = new(slice, "a tensor");
        Dictionary<string, string>? external = null;
        List<long> shape = [];
        List<ProtoSlice> chunks = [];
        List<string> strings = [];
        string name = string.Empty;
        long type = 0;
        long location = 0;
        int dataField = 0;
        while (reader.Next())
        {
            int field = reader.Field;
            if (field is FloatData or Int32Data or StringData or Int64Data or RawData or DoubleData or UInt64Data)
            {
                if (dataField != 0 && dataField != field) { throw reader.Error($"its elements are both in field {dataField} and in field {field}"); }
                dataField = field;
            }

            switch (field)
            {
                case 1: AddDimensions(reader.Numbers(WireType.Varint), shape); break;
                case 2: type = reader.Varint(); break;
                case 3: throw reader.Error("it is a segment of a tensor, which no runtime supports");
                case StringData: strings.Add(context.Text(ref reader)); break;
                case FloatData: chunks.Add(reader.Numbers(WireType.Fixed32)); break;
                case DoubleData: chunks.Add(reader.Numbers(WireType.Fixed64)); break;
                case Int32Data or Int64Data or UInt64Data: chunks.Add(reader.Numbers(WireType.Varint)); break;
                case RawData: chunks.Add(reader.Bytes()); break;
                case 8: name = context.Text(ref reader); break;
                case 13: ModelParser.Entry(ref reader, ref external, context); break;
                case 14: location = reader.Varint(); break;
                default: reader.Skip(); break;
            }
        }

        OnnxElementType elementType = type is > 0 and <= (long)OnnxElementType.Int2
            ? (OnnxElementType)type
            : throw reader.Error($"element type {type} is unknown");
        if (location == 1 && dataField != 0) { throw reader.Error("its elements are both in the model and in another file"); }
        if (location is not (0 or 1)) { throw reader.Error($"data location {location} is unknown"); }
        if (!Fits(dataField, elementType)) { throw reader.Error($"field {dataField} cannot hold elements of type {elementType}"); }

        OnnxTensor tensor = new(name, elementType, shape.ToArray(), Raw(dataField, elementType, chunks)) { StringData = strings.ToArray() };
        if (location == 0) { return tensor; }
        tensor = tensor with { ExternalData = External(ref reader, external) };
        return context.External is null ? tensor : context.External.Load(tensor);
    }

    private static void AddDimensions(ProtoSlice slice, List<long> shape)
    {
        ProtoReader reader = new(slice, "the dimensions of a tensor");
        while (!reader.AtEnd) { shape.Add((long)reader.RawVarint()); }
    }

    private static bool Fits(int field, OnnxElementType type) => field switch
    {
        FloatData => type is OnnxElementType.Float or OnnxElementType.Complex64,
        DoubleData => type is OnnxElementType.Double or OnnxElementType.Complex128,
        Int64Data => type is OnnxElementType.Int64,
        UInt64Data => type is OnnxElementType.UInt64 or OnnxElementType.UInt32,
        StringData => type is OnnxElementType.String,
        Int32Data => type is OnnxElementType.Int32 || ElementTypes.Bits(type) is > 0 and <= 16,
        _ => field == 0 || type != OnnxElementType.String,
    };

    private static ReadOnlyMemory<byte> Raw(int field, OnnxElementType type, List<ProtoSlice> chunks)
    {
        switch (field)
        {
            case Int32Data: return Narrow(chunks, Math.Max(1, ElementTypes.Bits(type) / 8), type == OnnxElementType.Bool);
            case Int64Data: return Narrow(chunks, sizeof(long), truth: false);
            case UInt64Data: return Narrow(chunks, ElementTypes.Bits(type) / 8, truth: false);
            case RawData: return chunks[^1].Bytes;
            default: return chunks.Count == 1 ? chunks[0].Bytes : Joined(chunks);
        }
    }

    private static ReadOnlyMemory<byte> Joined(List<ProtoSlice> chunks)
    {
        byte[] joined = new byte[chunks.Sum(static chunk => (long)chunk.Bytes.Length)];
        int position = 0;
        foreach (ProtoSlice chunk in chunks)
        {
            chunk.Bytes.Span.CopyTo(joined.AsSpan(position));
            position += chunk.Bytes.Length;
        }

        return joined;
    }

    /// <summary>Numbers of variable length become their lowest bytes. Types of less than a byte come packed, one byte a number.</summary>
    private static byte[] Narrow(List<ProtoSlice> chunks, int width, bool truth)
    {
        long count = chunks.Sum(static chunk => (long)chunk.CountVarints());
        if (count * width > Array.MaxLength) { throw new InvalidOnnxModelException("a tensor", $"it has {count} elements, more than an array holds", "Keep its elements in raw or external data."); }

        byte[] raw = new byte[count * width];
        Span<byte> wide = stackalloc byte[sizeof(ulong)];
        int position = 0;
        foreach (ProtoSlice chunk in chunks)
        {
            ProtoReader reader = new(chunk, "the elements of a tensor");
            while (!reader.AtEnd)
            {
                ulong value = reader.RawVarint();
                BinaryPrimitives.WriteUInt64LittleEndian(wide, truth && value != 0 ? 1 : value);
                wide[..width].CopyTo(raw.AsSpan(position));
                position += width;
            }
        }

        return raw;
    }

    private static OnnxExternalData External(ref ProtoReader reader, Dictionary<string, string>? entries)
    {
        if (entries is null || !entries.TryGetValue("location", out string? location)) { throw reader.Error("its external data has no location"); }
        return new OnnxExternalData(location, Number(ref reader, entries, "offset") ?? 0, Number(ref reader, entries, "length"));
    }

    private static long? Number(ref ProtoReader reader, Dictionary<string, string> entries, string key)
    {
        if (!entries.TryGetValue(key, out string? text)) { return null; }
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            ? number
            : throw reader.Error($"the {key} of its external data is {Quote.Short(text)}, expected a whole number of bytes");
    }
}
