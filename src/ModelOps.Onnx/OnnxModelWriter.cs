using Google.Protobuf;

namespace ModelOps.Onnx;

/// <summary>Writes a model in the ONNX file format.</summary>
/// <remarks>Source of the field numbers: ONNX IR specification, <c>onnx.proto3</c>. The same model gives the same bytes.</remarks>
public static class OnnxModelWriter
{
    /// <summary>Writes a model.</summary>
    /// <param name="model">The model.</param>
    /// <returns>The bytes of the file.</returns>
    public static byte[] Write(OnnxModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Message(output =>
        {
            Int(output, 1, model.IrVersion);
            Text(output, 2, model.ProducerName);
            Bytes(output, 7, Graph(model.Graph));
            foreach ((string domain, long version) in model.OperatorSets.OrderBy(static pair => pair.Key, StringComparer.Ordinal))
            {
                Bytes(output, 8, Message(set => { Text(set, 1, domain); Int(set, 2, version); }));
            }

            foreach ((string key, string value) in model.Metadata.OrderBy(static pair => pair.Key, StringComparer.Ordinal))
            {
                Bytes(output, 14, Message(entry => { Text(entry, 1, key); Text(entry, 2, value); }));
            }
        });
    }

    private static byte[] Graph(OnnxGraph graph) => Message(output =>
    {
        foreach (OnnxNode node in graph.Nodes) { Bytes(output, 1, Node(node)); }
        Text(output, 2, graph.Name);
        foreach (OnnxTensor tensor in graph.Initializers) { Bytes(output, 5, Tensor(tensor)); }
        foreach (OnnxValueInfo input in graph.Inputs) { Bytes(output, 11, ValueInfo(input)); }
        foreach (OnnxValueInfo value in graph.Outputs) { Bytes(output, 12, ValueInfo(value)); }
    });

    private static byte[] Node(OnnxNode node) => Message(output =>
    {
        foreach (string input in node.Inputs) { Text(output, 1, input, evenIfEmpty: true); }
        foreach (string name in node.Outputs) { Text(output, 2, name, evenIfEmpty: true); }
        Text(output, 3, node.Name);
        Text(output, 4, node.OpType);
        foreach (OnnxAttribute attribute in node.Attributes) { Bytes(output, 5, Attribute(attribute)); }
        Text(output, 7, node.Domain);
    });

    private static byte[] Attribute(OnnxAttribute attribute) => Message(output =>
    {
        Text(output, 1, attribute.Name);
        int type;
        switch (attribute.Value)
        {
            case float value:
                type = 1;
                output.WriteTag(2, WireFormat.WireType.Fixed32);
                output.WriteFloat(value);
                break;
            case long value:
                type = 2;
                Int(output, 3, value);
                break;
            case string value:
                type = 3;
                Text(output, 4, value, evenIfEmpty: true);
                break;
            case OnnxTensor value:
                type = 4;
                Bytes(output, 5, Tensor(value));
                break;
            case IReadOnlyList<float> values:
                type = 6;
                Bytes(output, 7, Message(packed => { foreach (float value in values) { packed.WriteFloat(value); } }));
                break;
            case IReadOnlyList<long> values:
                type = 7;
                Bytes(output, 8, Message(packed => { foreach (long value in values) { packed.WriteInt64(value); } }));
                break;
            case IReadOnlyList<string> values:
                type = 8;
                foreach (string value in values) { Text(output, 9, value, evenIfEmpty: true); }
                break;
            default:
                throw new NotSupportedException($"Attribute '{attribute.Name}' has a value of type {attribute.Value.GetType()}.");
        }

        Int(output, 20, type);
    });

    private static byte[] Tensor(OnnxTensor tensor) => Message(output =>
    {
        foreach (long dimension in tensor.Shape) { Int(output, 1, dimension); }
        Int(output, 2, (long)tensor.ElementType);
        Text(output, 8, tensor.Name);
        Bytes(output, 9, tensor.RawData.Span);
    });

    private static byte[] ValueInfo(OnnxValueInfo value) => Message(output =>
    {
        Text(output, 1, value.Name);
        Bytes(output, 2, Message(type => Bytes(type, 1, Message(tensor =>
        {
            Int(tensor, 1, (long)value.ElementType);
            Bytes(tensor, 2, Message(shape =>
            {
                foreach (long dimension in value.Shape)
                {
                    Bytes(shape, 1, Message(dim => { if (dimension >= 0) { Int(dim, 1, dimension); } }));
                }
            }));
        }))));
    });

    private static byte[] Message(Action<CodedOutputStream> write)
    {
        using MemoryStream stream = new();
        using (CodedOutputStream output = new(stream, leaveOpen: true)) { write(output); }
        return stream.ToArray();
    }

    private static void Int(CodedOutputStream output, int field, long value)
    {
        output.WriteTag(field, WireFormat.WireType.Varint);
        output.WriteInt64(value);
    }

    private static void Text(CodedOutputStream output, int field, string value, bool evenIfEmpty = false)
    {
        if (value.Length == 0 && !evenIfEmpty) { return; }
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteString(value);
    }

    private static void Bytes(CodedOutputStream output, int field, ReadOnlySpan<byte> value)
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(UnsafeByteOperations.UnsafeWrap(value.ToArray()));
    }
}
