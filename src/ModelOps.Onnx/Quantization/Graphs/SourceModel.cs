namespace ModelOps.Onnx.Quantization.Graphs;

/// <summary>Checks a model and brings it into the form that quantization works on: <c>ai.onnx</c> by its empty name, constants as initializers.</summary>
internal static class SourceModel
{
    private static readonly HashSet<string> QuantizedOperators =
    [
        "QuantizeLinear", "DequantizeLinear", "DynamicQuantizeLinear", "MatMulInteger", "ConvInteger", "MatMulNBits", "QGemm", "QAttention", "DynamicQuantizeMatMul", "DynamicQuantizeLSTM",
        "GatherBlockQuantized",
    ];

    /// <summary>Checks and prepares a model.</summary>
    /// <exception cref="InvalidOnnxModelException">The model breaks rules of ONNX.</exception>
    /// <exception cref="QuantizationException">It is quantized already.</exception>
    public static OnnxModel Prepare(OnnxModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (OnnxModelValidator.Validate(model) is { Count: > 0 } findings) { throw new InvalidOnnxModelException(findings); }
        if (model.Graph.Nodes.FirstOrDefault(IsQuantized) is { } quantized)
        {
            throw new QuantizationException(
                $"node {Quote.Short(NodeFacts.Label(quantized))} of {Quote.Short(quantized.OpType)}", "the model is quantized already, and a second time would only lose accuracy", "Give the float model that it was made from.");
        }

        return HoistConstants(model) with { OperatorSets = model.OperatorSets.ToDictionary(static set => set.Key == "ai.onnx" ? string.Empty : set.Key, static set => set.Value, StringComparer.Ordinal) };
    }

    private static bool IsQuantized(OnnxNode node) => QuantizedOperators.Contains(node.OpType) || node.OpType.StartsWith("QLinear", StringComparison.Ordinal);

    private static OnnxModel HoistConstants(OnnxModel model)
    {
        OnnxNode[] constants = [.. model.Graph.Nodes.Where(IsConstant)];
        if (constants.Length == 0) { return model; }
        return model with
        {
            Graph = model.Graph with
            {
                Nodes = [.. model.Graph.Nodes.Where(static n => !IsConstant(n))],
                Initializers = [.. model.Graph.Initializers, .. constants.Select(static n => (OnnxTensor)n.Attributes[0].Value with { Name = n.Outputs[0] })],
            },
        };
    }

    private static bool IsConstant(OnnxNode node) => NodeFacts.Is(node, "Constant") && node.Attributes is [{ Name: "value", Value: OnnxTensor }];
}
