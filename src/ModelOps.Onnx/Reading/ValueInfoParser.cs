namespace ModelOps.Onnx.Reading;

/// <summary>Reads <c>ValueInfoProto</c> with its <c>TypeProto</c> and <c>TensorShapeProto</c>.</summary>
internal static class ValueInfoParser
{
    public static OnnxValueInfo Parse(ProtoSlice slice, ReadContext context)
    {
        context.CountValue();
        ProtoReader reader = new(slice, "a value");
        OnnxValueInfo type = new(string.Empty, OnnxElementType.Undefined, []) { HasShape = false };
        string name = string.Empty;
        string docString = string.Empty;
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: name = context.Text(ref reader); break;
                case 2: type = Type(reader.Bytes(), type, context); break;
                case 3: docString = context.Text(ref reader); break;
                default: reader.Skip(); break;
            }
        }

        return type with { Name = name, DocString = docString };
    }

    private static OnnxValueInfo Type(ProtoSlice slice, OnnxValueInfo value, ReadContext context)
    {
        ProtoReader reader = new(slice, "a type");
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: value = Tensor(reader.Bytes(), value, context); break;
                case 4: value = value with { OpaqueType = context.Opaque(ref reader, "sequence") }; break;
                case 5: value = value with { OpaqueType = context.Opaque(ref reader, "map") }; break;
                case 7: value = value with { OpaqueType = context.Opaque(ref reader, "opaque") }; break;
                case 8: value = value with { OpaqueType = context.Opaque(ref reader, "sparse_tensor") }; break;
                case 9: value = value with { OpaqueType = context.Opaque(ref reader, "optional") }; break;
                default: reader.Skip(); break;
            }
        }

        if (value.OpaqueType is not null && (value.HasShape || value.ElementType != OnnxElementType.Undefined))
        {
            throw reader.Error("it is of two kinds at once");
        }

        return value;
    }

    private static OnnxValueInfo Tensor(ProtoSlice slice, OnnxValueInfo value, ReadContext context)
    {
        ProtoReader reader = new(slice, "a tensor type");
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    long type = reader.Varint();
                    if (type < 0 || type > (long)OnnxElementType.Int2) { throw reader.Error($"element type {type} is unknown"); }
                    value = value with { ElementType = (OnnxElementType)type };
                    break;
                case 2: value = Shape(reader.Bytes(), value, context); break;
                default: reader.Skip(); break;
            }
        }

        return value;
    }

    private static OnnxValueInfo Shape(ProtoSlice slice, OnnxValueInfo value, ReadContext context)
    {
        ProtoReader reader = new(slice, "a shape");
        List<long> shape = [];
        List<string> names = [];
        bool named = false;
        while (reader.Next())
        {
            if (reader.Field != 1)
            {
                reader.Skip();
                continue;
            }

            (long size, string name) = Dimension(reader.Bytes(), context);
            shape.Add(size);
            names.Add(name);
            named |= name.Length > 0;
        }

        return value with { HasShape = true, Shape = shape.ToArray(), DimensionNames = named ? names.ToArray() : [] };
    }

    private static (long Size, string Name) Dimension(ProtoSlice slice, ReadContext context)
    {
        ProtoReader reader = new(slice, "a dimension");
        long size = -1;
        string name = string.Empty;
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    size = Math.Max(-1, reader.Varint()); // some exporters write other negative numbers for any size
                    name = string.Empty;
                    break;
                case 2:
                    name = context.Text(ref reader);
                    size = -1;
                    break;
                default: reader.Skip(); break;
            }
        }

        return (size, name);
    }
}
