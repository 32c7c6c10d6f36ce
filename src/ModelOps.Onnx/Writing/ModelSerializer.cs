namespace ModelOps.Onnx.Writing;

/// <summary>Turns a model into protobuf. Source of the field numbers: <c>onnx.proto3</c>.</summary>
/// <param name="external">Takes large initializers; null keeps all in the model.</param>
internal sealed class ModelSerializer(ExternalDataWriter? external)
{
    public IReadOnlyList<ReadOnlyMemory<byte>> Serialize(OnnxModel model)
    {
        ProtoWriter output = new();
        output.Int(1, model.IrVersion);
        output.Text(2, model.ProducerName);
        output.Text(3, model.ProducerVersion);
        output.Text(4, model.Domain);
        if (model.ModelVersion != 0) { output.Int(5, model.ModelVersion); }
        output.Text(6, model.DocString);
        output.Message(7, graph => Graph(graph, model.Graph));
        OperatorSets(output, 8, model.OperatorSets);
        Entries(output, 14, model.Metadata);
        foreach (OnnxFunction function in model.Functions) { output.Message(25, inner => Function(inner, function)); }
        Opaque(output, model.Opaque);
        IReadOnlyList<ReadOnlyMemory<byte>> file = output.Close();
        long length = file.Sum(static chunk => (long)chunk.Length);
        return length <= Array.MaxLength
            ? file
            : throw new InvalidOperationException(
                $"The model has {length} bytes, more than one file of protobuf holds. Write it with {nameof(OnnxWriteOptions)}.{nameof(OnnxWriteOptions.ExternalDataThresholdBytes)}.");
    }

    private void Graph(ProtoWriter output, OnnxGraph graph)
    {
        foreach (OnnxNode node in graph.Nodes) { output.Message(1, inner => Node(inner, node)); }
        output.Text(2, graph.Name);
        foreach (OnnxTensor tensor in graph.Initializers) { output.Message(5, inner => Tensor(inner, external?.Place(tensor) ?? tensor)); }
        output.Text(10, graph.DocString);
        foreach (OnnxValueInfo value in graph.Inputs) { output.Message(11, inner => ValueInfo(inner, value)); }
        foreach (OnnxValueInfo value in graph.Outputs) { output.Message(12, inner => ValueInfo(inner, value)); }
        foreach (OnnxValueInfo value in graph.ValueInfo) { output.Message(13, inner => ValueInfo(inner, value)); }
        Opaque(output, graph.Opaque);
        Entries(output, 16, graph.Metadata);
    }

    private void Function(ProtoWriter output, OnnxFunction function)
    {
        output.Text(1, function.Name);
        foreach (string input in function.Inputs) { output.Item(4, input); }
        foreach (string name in function.Outputs) { output.Item(5, name); }
        foreach (string parameter in function.Parameters) { output.Item(6, parameter); }
        foreach (OnnxNode node in function.Nodes) { output.Message(7, inner => Node(inner, node)); }
        output.Text(8, function.DocString);
        OperatorSets(output, 9, function.OperatorSets);
        output.Text(10, function.Domain);
        foreach (OnnxAttribute attribute in function.DefaultedParameters) { output.Message(11, inner => Attribute(inner, attribute)); }
        foreach (OnnxValueInfo value in function.ValueInfo) { output.Message(12, inner => ValueInfo(inner, value)); }
        output.Text(13, function.Overload);
        Entries(output, 14, function.Metadata);
    }

    private void Node(ProtoWriter output, OnnxNode node)
    {
        foreach (string input in node.Inputs) { output.Item(1, input); }
        foreach (string name in node.Outputs) { output.Item(2, name); }
        output.Text(3, node.Name);
        output.Text(4, node.OpType);
        foreach (OnnxAttribute attribute in node.Attributes) { output.Message(5, inner => Attribute(inner, attribute)); }
        output.Text(6, node.DocString);
        output.Text(7, node.Domain);
        output.Text(8, node.Overload);
        Entries(output, 9, node.Metadata);
        Opaque(output, node.Opaque);
    }

    private void Attribute(ProtoWriter output, OnnxAttribute attribute)
    {
        output.Text(1, attribute.Name);
        switch (attribute.Value)
        {
            case float value: output.Float(2, value); break;
            case long value: output.Int(3, value); break;
            case string value: output.Item(4, value); break;
            case ReadOnlyMemory<byte> value: output.Bytes(4, value); break;
            case OnnxTensor value: output.Message(5, inner => Tensor(inner, value)); break;
            case OnnxGraph value: output.Message(6, inner => Graph(inner, value)); break;
            case IReadOnlyList<float> values: output.Floats(7, values); break;
            case IReadOnlyList<long> values: output.Ints(8, values); break;
            case IReadOnlyList<string> values:
                foreach (string value in values) { output.Item(9, value); }
                break;
            case IReadOnlyList<OnnxTensor> values:
                foreach (OnnxTensor value in values) { output.Message(10, inner => Tensor(inner, value)); }
                break;
            case IReadOnlyList<OnnxGraph> values:
                foreach (OnnxGraph value in values) { output.Message(11, inner => Graph(inner, value)); }
                break;
            case OnnxOpaque value: output.Bytes(value.Field, value.Bytes); break;
            case IReadOnlyList<OnnxOpaque> values: Opaque(output, values); break;
            case OnnxAttributeReference value: output.Text(21, value.Parameter); break;
        }

        output.Int(20, (long)attribute.Type);
    }

    private static void Tensor(ProtoWriter output, OnnxTensor tensor)
    {
        foreach (long dimension in tensor.Shape) { output.Int(1, dimension); }
        output.Int(2, (long)tensor.ElementType);
        foreach (string text in tensor.StringData) { output.Item(6, text); }
        output.Text(8, tensor.Name);
        if (tensor.ExternalData is { } place)
        {
            Entry(output, 13, "location", place.Location);
            Entry(output, 13, "offset", Invariant(place.Offset));
            if (place.Length is { } length) { Entry(output, 13, "length", Invariant(length)); }
            output.Int(14, 1);
        }
        else if (tensor.ElementType != OnnxElementType.String)
        {
            output.Bytes(9, tensor.RawData);
        }
    }

    private static void ValueInfo(ProtoWriter output, OnnxValueInfo value)
    {
        output.Text(1, value.Name);
        if (value.OpaqueType is { } opaque) { output.Message(2, type => type.Bytes(opaque.Field, opaque.Bytes)); }
        else if (value.HasShape || value.ElementType != OnnxElementType.Undefined) { output.Message(2, type => type.Message(1, tensor => TensorType(tensor, value))); }

        output.Text(3, value.DocString);
    }

    private static void TensorType(ProtoWriter output, OnnxValueInfo value)
    {
        output.Int(1, (long)value.ElementType);
        if (!value.HasShape) { return; }
        output.Message(2, shape =>
        {
            for (int i = 0; i < value.Shape.Count; i++)
            {
                long size = value.Shape[i];
                string name = i < value.DimensionNames.Count ? value.DimensionNames[i] : string.Empty;
                shape.Message(1, dimension =>
                {
                    if (size >= 0) { dimension.Int(1, size); }
                    else { dimension.Text(2, name); }
                });
            }
        });
    }

    private static void OperatorSets(ProtoWriter output, int field, IReadOnlyDictionary<string, long> sets)
    {
        foreach ((string domain, long version) in sets.OrderBy(static pair => pair.Key, StringComparer.Ordinal))
        {
            output.Message(field, set => { set.Text(1, domain); set.Int(2, version); });
        }
    }

    private static void Entries(ProtoWriter output, int field, IReadOnlyDictionary<string, string> entries)
    {
        foreach ((string key, string value) in entries.OrderBy(static pair => pair.Key, StringComparer.Ordinal)) { Entry(output, field, key, value); }
    }

    private static void Entry(ProtoWriter output, int field, string key, string value) =>
        output.Message(field, entry => { entry.Text(1, key); entry.Text(2, value); });

    private static void Opaque(ProtoWriter output, IReadOnlyList<OnnxOpaque> parts)
    {
        foreach (OnnxOpaque part in parts) { output.Bytes(part.Field, part.Bytes); }
    }

    private static string Invariant(long value) => value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
