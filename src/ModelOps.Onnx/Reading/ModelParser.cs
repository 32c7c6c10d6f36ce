using System.Collections.ObjectModel;

namespace ModelOps.Onnx.Reading;

/// <summary>Reads <c>ModelProto</c>, <c>FunctionProto</c> and the small messages that several parts share. Source of the field numbers: <c>onnx.proto3</c>.</summary>
internal static class ModelParser
{
    public static OnnxModel Parse(ReadOnlyMemory<byte> file, ReadContext context)
    {
        ProtoReader reader = new(new ProtoSlice(file, 0), "the model");
        Dictionary<string, long> operatorSets = new(StringComparer.Ordinal);
        Dictionary<string, string>? metadata = null;
        List<OnnxFunction> functions = [];
        List<OnnxOpaque> opaque = [];
        OnnxGraph? graph = null;
        long irVersion = 0;
        long modelVersion = 0;
        string producerName = string.Empty;
        string producerVersion = string.Empty;
        string domain = string.Empty;
        string docString = string.Empty;
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: irVersion = reader.Varint(); break;
                case 2: producerName = context.Text(ref reader); break;
                case 3: producerVersion = context.Text(ref reader); break;
                case 4: domain = context.Text(ref reader); break;
                case 5: modelVersion = reader.Varint(); break;
                case 6: docString = context.Text(ref reader); break;
                case 7:
                    if (graph is not null) { throw reader.Error("there is a second graph"); }
                    graph = GraphParser.Parse(reader.Bytes(), context);
                    break;
                case 8: OperatorSet(ref reader, operatorSets, context); break;
                case 14: Entry(ref reader, ref metadata, context); break;
                case 20: opaque.Add(context.Opaque(ref reader, "training_info")); break;
                case 25: functions.Add(Function(reader.Bytes(), context)); break;
                case 26: opaque.Add(context.Opaque(ref reader, "configuration")); break;
                default: reader.Skip(); break;
            }
        }

        return new OnnxModel
        {
            Graph = graph ?? throw reader.Error("it has no graph"),
            IrVersion = irVersion,
            OperatorSets = operatorSets,
            ProducerName = producerName,
            ProducerVersion = producerVersion,
            Domain = domain,
            ModelVersion = modelVersion,
            DocString = docString,
            Metadata = OrEmpty(metadata),
            Functions = functions.ToArray(),
            Opaque = opaque.ToArray(),
        };
    }

    /// <summary>Adds a <c>StringStringEntryProto</c>; of two with the same key the last one counts.</summary>
    public static void Entry(ref ProtoReader outer, ref Dictionary<string, string>? entries, ReadContext context)
    {
        ProtoReader reader = new(outer.Bytes(), "metadata");
        string key = string.Empty;
        string value = string.Empty;
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: key = context.Text(ref reader); break;
                case 2: value = context.Text(ref reader); break;
                default: reader.Skip(); break;
            }
        }

        entries ??= new Dictionary<string, string>(StringComparer.Ordinal);
        entries[key] = value;
    }

    public static IReadOnlyDictionary<string, string> OrEmpty(Dictionary<string, string>? entries) =>
        entries ?? (IReadOnlyDictionary<string, string>)ReadOnlyDictionary<string, string>.Empty;

    private static void OperatorSet(ref ProtoReader outer, Dictionary<string, long> sets, ReadContext context)
    {
        ProtoReader reader = new(outer.Bytes(), "an operator set");
        string domain = string.Empty;
        long version = 0;
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: domain = context.Text(ref reader); break;
                case 2: version = reader.Varint(); break;
                default: reader.Skip(); break;
            }
        }

        if (!sets.TryAdd(domain, version) && sets[domain] != version)
        {
            throw reader.Error($"domain {Quote.Short(domain)} is imported in versions {sets[domain]} and {version}");
        }
    }

    private static OnnxFunction Function(ProtoSlice slice, ReadContext context)
    {
        ProtoReader reader = new(slice, "a function");
        Dictionary<string, long> operatorSets = new(StringComparer.Ordinal);
        Dictionary<string, string>? metadata = null;
        List<string> inputs = [];
        List<string> outputs = [];
        List<string> parameters = [];
        List<OnnxAttribute> defaults = [];
        List<OnnxNode> nodes = [];
        List<OnnxValueInfo> values = [];
        string name = string.Empty;
        string domain = string.Empty;
        string overload = string.Empty;
        string docString = string.Empty;
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: name = context.Text(ref reader); break;
                case 4: inputs.Add(context.Text(ref reader)); break;
                case 5: outputs.Add(context.Text(ref reader)); break;
                case 6: parameters.Add(context.Text(ref reader)); break;
                case 7: nodes.Add(NodeParser.Parse(reader.Bytes(), context)); break;
                case 8: docString = context.Text(ref reader); break;
                case 9: OperatorSet(ref reader, operatorSets, context); break;
                case 10: domain = context.Text(ref reader); break;
                case 11: defaults.Add(AttributeParser.Parse(reader.Bytes(), context)); break;
                case 12: values.Add(ValueInfoParser.Parse(reader.Bytes(), context)); break;
                case 13: overload = context.Text(ref reader); break;
                case 14: Entry(ref reader, ref metadata, context); break;
                default: reader.Skip(); break;
            }
        }

        context.CountNode(); // a function costs as much as a node
        return new OnnxFunction(domain, name, inputs.ToArray(), outputs.ToArray(), nodes.ToArray())
        {
            Overload = overload,
            Parameters = parameters.ToArray(),
            DefaultedParameters = defaults.ToArray(),
            OperatorSets = operatorSets,
            ValueInfo = values.ToArray(),
            DocString = docString,
            Metadata = OrEmpty(metadata),
        };
    }
}
