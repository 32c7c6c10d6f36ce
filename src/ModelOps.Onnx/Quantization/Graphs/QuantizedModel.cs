namespace ModelOps.Onnx.Quantization.Graphs;

/// <summary>Puts a rewritten graph into a model.</summary>
internal static class QuantizedModel
{
    /// <summary>Key of the metadata that says how a model was quantized.</summary>
    public const string MetadataKey = "modelops-quantization";

    public const string Microsoft = "com.microsoft";

    public static OnnxModel Finish(OnnxModel source, OnnxGraph graph, string how)
    {
        bool usesMicrosoft = graph.Nodes.Any(static n => n.Domain == Microsoft);
        return source with
        {
            Graph = graph,
            OperatorSets = usesMicrosoft && !source.OperatorSets.ContainsKey(Microsoft) ? OperatorSetUpgrade.With(source.OperatorSets, Microsoft, 1) : source.OperatorSets,
            Metadata = new Dictionary<string, string>(source.Metadata, StringComparer.Ordinal) { [MetadataKey] = how },
        };
    }
}
