namespace ModelOps.Onnx.Reading;

/// <summary>Reads <c>GraphProto</c>.</summary>
internal static class GraphParser
{
    public static OnnxGraph Parse(ProtoSlice slice, ReadContext context)
    {
        context.EnterGraph();
        ProtoReader reader = new(slice, "a graph");
        Dictionary<string, string>? metadata = null;
        List<OnnxNode> nodes = [];
        List<OnnxTensor> initializers = [];
        List<OnnxValueInfo> inputs = [];
        List<OnnxValueInfo> outputs = [];
        List<OnnxValueInfo> values = [];
        List<OnnxOpaque> opaque = [];
        string name = string.Empty;
        string docString = string.Empty;
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: nodes.Add(NodeParser.Parse(reader.Bytes(), context)); break;
                case 2: name = context.Text(ref reader); break;
                case 5: initializers.Add(TensorParser.Parse(reader.Bytes(), context)); break;
                case 10: docString = context.Text(ref reader); break;
                case 11: inputs.Add(ValueInfoParser.Parse(reader.Bytes(), context)); break;
                case 12: outputs.Add(ValueInfoParser.Parse(reader.Bytes(), context)); break;
                case 13: values.Add(ValueInfoParser.Parse(reader.Bytes(), context)); break;
                case 14: opaque.Add(context.Opaque(ref reader, "quantization_annotation")); break;
                case 15: opaque.Add(SparseInitializer(ref reader, context)); break;
                case 16: ModelParser.Entry(ref reader, ref metadata, context); break;
                default: reader.Skip(); break;
            }
        }

        context.LeaveGraph();
        return new OnnxGraph
        {
            Name = name,
            Nodes = nodes.ToArray(),
            Initializers = initializers.ToArray(),
            Inputs = inputs.ToArray(),
            Outputs = outputs.ToArray(),
            ValueInfo = values.ToArray(),
            DocString = docString,
            Metadata = ModelParser.OrEmpty(metadata),
            Opaque = opaque.ToArray(),
        };
    }

    private static OnnxOpaque SparseInitializer(ref ProtoReader outer, ReadContext context)
    {
        context.CountTensor();
        ProtoSlice slice = outer.Bytes();
        ProtoReader sparse = new(slice, "a sparse initializer");
        string name = string.Empty;
        while (sparse.Next())
        {
            if (sparse.Field != 1)
            {
                sparse.Skip();
                continue;
            }

            ProtoReader values = new(sparse.Bytes(), "the values of a sparse initializer");
            while (values.Next())
            {
                if (values.Field == 8) { name = context.Text(ref values); }
                else { values.Skip(); }
            }
        }

        return new OnnxOpaque("sparse_initializer", outer.Field, slice.Bytes) { Name = name };
    }
}
