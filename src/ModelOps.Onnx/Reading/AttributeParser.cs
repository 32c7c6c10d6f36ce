using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;

namespace ModelOps.Onnx.Reading;

/// <summary>Reads <c>AttributeProto</c>.</summary>
internal static class AttributeParser
{
    public static OnnxAttribute Parse(ProtoSlice slice, ReadContext context)
    {
        context.CountAttribute();
        ProtoReader reader = new(slice, "an attribute");
        string name = string.Empty;
        string parameter = string.Empty;
        OnnxAttributeType declared = OnnxAttributeType.Undefined;
        OnnxAttributeType found = OnnxAttributeType.Undefined;
        object? value = null;
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: name = context.Text(ref reader); break;
                case 20: declared = (OnnxAttributeType)Math.Clamp(reader.Varint(), -1, int.MaxValue); break;
                case 21: parameter = context.Text(ref reader); break;
                case var field when TypeOf(field) is var type and not OnnxAttributeType.Undefined:
                    if (found != OnnxAttributeType.Undefined && found != type) { throw reader.Error($"it holds both {found} and {type}"); }
                    found = type;
                    value = Value(ref reader, type, value, context);
                    break;
                default: reader.Skip(); break;
            }
        }

        OnnxAttributeType settled = declared == OnnxAttributeType.Undefined ? found : declared; // files of IR 1 do not declare it
        if (settled is <= OnnxAttributeType.Undefined or > OnnxAttributeType.TypeProtos) { throw reader.Error($"its type {(int)settled} is unknown"); }
        if (parameter.Length > 0 && found == OnnxAttributeType.Undefined) { return OnnxAttribute.Reference(name, settled, parameter); }
        if (parameter.Length > 0) { throw reader.Error("it holds a value and refers to a parameter"); }
        if (found != OnnxAttributeType.Undefined && found != settled) { throw reader.Error($"it declares {settled} but holds {found}"); }
        return Make(ref reader, name, settled, value);
    }

    private static OnnxAttributeType TypeOf(int field) => field switch
    {
        2 => OnnxAttributeType.Float,
        3 => OnnxAttributeType.Int,
        4 => OnnxAttributeType.String,
        5 => OnnxAttributeType.Tensor,
        6 => OnnxAttributeType.Graph,
        7 => OnnxAttributeType.Floats,
        8 => OnnxAttributeType.Ints,
        9 => OnnxAttributeType.Strings,
        10 => OnnxAttributeType.Tensors,
        11 => OnnxAttributeType.Graphs,
        14 => OnnxAttributeType.TypeProto,
        15 => OnnxAttributeType.TypeProtos,
        22 => OnnxAttributeType.SparseTensor,
        23 => OnnxAttributeType.SparseTensors,
        _ => OnnxAttributeType.Undefined,
    };

    private static object Value(ref ProtoReader reader, OnnxAttributeType type, object? before, ReadContext context)
    {
        switch (type)
        {
            case OnnxAttributeType.Float: return reader.Float();
            case OnnxAttributeType.Int: return reader.Varint();
            case OnnxAttributeType.String: return reader.Bytes().Bytes;
            case OnnxAttributeType.Tensor: return TensorParser.Parse(Only(ref reader, before), context);
            case OnnxAttributeType.Graph: return GraphParser.Parse(Only(ref reader, before), context);
            case OnnxAttributeType.Floats: return Floats(ref reader, before, context);
            case OnnxAttributeType.Ints: return Ints(ref reader, before, context);
            case OnnxAttributeType.Strings: return Strings(ref reader, before, context);
            case OnnxAttributeType.Tensors: return Added(before, TensorParser.Parse(reader.Bytes(), context));
            case OnnxAttributeType.Graphs: return Added(before, GraphParser.Parse(reader.Bytes(), context));
            case OnnxAttributeType.SparseTensor or OnnxAttributeType.TypeProto when before is null: return context.Opaque(ref reader, type.ToString());
            case OnnxAttributeType.SparseTensor or OnnxAttributeType.TypeProto: throw Second(ref reader);
            default: return Added(before, context.Opaque(ref reader, type.ToString()));
        }
    }

    private static OnnxAttribute Make(ref ProtoReader reader, string name, OnnxAttributeType type, object? value) => type switch
    {
        OnnxAttributeType.Float => OnnxAttribute.Float(name, value as float? ?? 0f),
        OnnxAttributeType.Int => OnnxAttribute.Int(name, value as long? ?? 0L),
        OnnxAttributeType.String => Text(name, value as ReadOnlyMemory<byte>? ?? default),
        OnnxAttributeType.Floats => OnnxAttribute.Floats(name, ListOf<float>(value).ToArray()),
        OnnxAttributeType.Ints => OnnxAttribute.Ints(name, ListOf<long>(value).ToArray()),
        OnnxAttributeType.Strings => OnnxAttribute.Strings(name, ListOf<string>(value).ToArray()),
        OnnxAttributeType.Tensors => OnnxAttribute.Tensors(name, ListOf<OnnxTensor>(value).ToArray()),
        OnnxAttributeType.Graphs => OnnxAttribute.Graphs(name, ListOf<OnnxGraph>(value).ToArray()),
        OnnxAttributeType.SparseTensors or OnnxAttributeType.TypeProtos => OnnxAttribute.Opaques(name, type, ListOf<OnnxOpaque>(value).ToArray()),
        _ when value is null => throw reader.Error($"it declares {type} but holds none"),
        OnnxAttributeType.Tensor => OnnxAttribute.Tensor(name, (OnnxTensor)value),
        OnnxAttributeType.Graph => OnnxAttribute.Graph(name, (OnnxGraph)value),
        _ => OnnxAttribute.Opaque(name, type, (OnnxOpaque)value),
    };

    private static OnnxAttribute Text(string name, ReadOnlyMemory<byte> bytes) =>
        Utf8.IsValid(bytes.Span) ? OnnxAttribute.String(name, Encoding.UTF8.GetString(bytes.Span)) : OnnxAttribute.Bytes(name, bytes);

    private static ProtoSlice Only(ref ProtoReader reader, object? before) =>
        before is null ? reader.Bytes() : throw Second(ref reader);

    private static InvalidOnnxModelException Second(ref ProtoReader reader) => reader.Error("it holds more than one value");

    private static List<T> ListOf<T>(object? value) => (List<T>?)value ?? [];

    private static List<T> Added<T>(object? before, T value)
    {
        List<T> list = ListOf<T>(before);
        list.Add(value);
        return list;
    }

    private static List<long> Ints(ref ProtoReader reader, object? before, ReadContext context)
    {
        List<long> ints = (List<long>?)before ?? context.Ints;
        do
        {
            if (!reader.IsPacked)
            {
                ints.Add(reader.Varint());
                continue;
            }

            ProtoSlice slice = reader.Bytes();
            ints.EnsureCapacity(ints.Count + slice.CountVarints());
            ProtoReader packed = new(slice, "a list of integers");
            while (!packed.AtEnd) { ints.Add((long)packed.RawVarint()); }
        }
        while (reader.NextIsSame());
        return ints;
    }

    private static List<float> Floats(ref ProtoReader reader, object? before, ReadContext context)
    {
        List<float> floats = (List<float>?)before ?? context.Floats;
        do
        {
            if (!reader.IsPacked)
            {
                floats.Add(reader.Float());
                continue;
            }

            ProtoSlice slice = reader.Bytes();
            ReadOnlySpan<byte> bytes = slice.Bytes.Span;
            if (bytes.Length % sizeof(float) != 0) { throw new ProtoReader(slice, "a list of floats").Error($"{bytes.Length} bytes are no whole number of floats"); }
            floats.AddRange(MemoryMarshal.Cast<byte, float>(bytes));
        }
        while (reader.NextIsSame());
        return floats;
    }

    private static List<string> Strings(ref ProtoReader reader, object? before, ReadContext context)
    {
        List<string> texts = (List<string>?)before ?? context.Texts;
        do { texts.Add(context.Text(ref reader)); }
        while (reader.NextIsSame());
        return texts;
    }
}
