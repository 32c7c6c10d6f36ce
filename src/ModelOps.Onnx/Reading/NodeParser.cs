namespace ModelOps.Onnx.Reading;

/// <summary>Reads <c>NodeProto</c>.</summary>
internal static class NodeParser
{
    public static OnnxNode Parse(ProtoSlice slice, ReadContext context)
    {
        context.CountNode();
        ProtoReader reader = new(slice, "a node");
        Dictionary<string, string>? metadata = null;
        List<string> inputs = [];
        List<string> outputs = [];
        List<OnnxAttribute> attributes = [];
        List<OnnxOpaque> opaque = [];
        string name = string.Empty;
        string opType = string.Empty;
        string domain = string.Empty;
        string overload = string.Empty;
        string docString = string.Empty;
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: inputs.Add(context.Text(ref reader)); break;
                case 2: outputs.Add(context.Text(ref reader)); break;
                case 3: name = context.Text(ref reader); break;
                case 4: opType = context.Text(ref reader); break;
                case 5: attributes.Add(AttributeParser.Parse(reader.Bytes(), context)); break;
                case 6: docString = context.Text(ref reader); break;
                case 7: domain = context.Text(ref reader); break;
                case 8: overload = context.Text(ref reader); break;
                case 9: ModelParser.Entry(ref reader, ref metadata, context); break;
                case 10: opaque.Add(context.Opaque(ref reader, "device_configurations")); break;
                default: reader.Skip(); break;
            }
        }

        if (opType.Length == 0) { throw reader.Error("it has no operator type"); }
        return new OnnxNode(opType, inputs.ToArray(), outputs.ToArray())
        {
            Name = name,
            Domain = domain,
            Overload = overload,
            DocString = docString,
            Attributes = attributes.ToArray(),
            Metadata = ModelParser.OrEmpty(metadata),
            Opaque = opaque.ToArray(),
        };
    }
}
