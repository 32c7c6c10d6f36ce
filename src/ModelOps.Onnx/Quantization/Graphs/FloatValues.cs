namespace ModelOps.Onnx.Quantization.Graphs;

/// <summary>Which values of a graph hold 32-bit floats, found by following types from inputs and constants.</summary>
internal static class FloatValues
{
    private static readonly HashSet<string> NeverFloat =
    [
        "Shape", "Size", "ArgMax", "ArgMin", "NonZero", "Equal", "Less", "LessOrEqual", "Greater", "GreaterOrEqual", "Not", "And", "Or", "Xor", "IsNaN", "IsInf", "StringNormalizer", "TfIdfVectorizer",
        "OneHot", "Unique", "SequenceConstruct", "SequenceEmpty", "SplitToSequence", "If", "Loop", "Scan", "ConcatFromSequence", "SequenceAt", "Bernoulli", "RandomNormal", "RandomUniform", "Range",
        "EyeLike", "QuantizeLinear", "DequantizeLinear", "BitShift", "Optional", "OptionalGetElement", "CastLike", "Constant", "ConstantOfShape", "Multinomial", "HannWindow", "HammingWindow", "BlackmanWindow",
        "MelWeightMatrix", "NonMaxSuppression", "StringSplit", "StringConcat", "RegexFullMatch", "ImageDecoder",
    ];

    private static readonly HashSet<string> TypeOfSecondInput = ["Where"];

    /// <summary>Names of the float values.</summary>
    public static HashSet<string> Of(OnnxGraph graph)
    {
        HashSet<string> floats = new(StringComparer.Ordinal);
        foreach (OnnxValueInfo input in graph.Inputs.Where(static i => i.ElementType == OnnxElementType.Float)) { floats.Add(input.Name); }
        foreach (OnnxTensor tensor in graph.Initializers.Where(static t => t.ElementType == OnnxElementType.Float)) { floats.Add(tensor.Name); }
        foreach (OnnxValueInfo value in graph.ValueInfo.Concat(graph.Outputs).Where(static v => v.ElementType == OnnxElementType.Float)) { floats.Add(value.Name); }
        foreach (OnnxNode node in graph.Nodes)
        {
            if (GivesFloat(node, floats)) { floats.Add(node.Outputs[0]); }
            if (node.OpType is "Split" or "LSTM" or "GRU" or "RNN" && floats.Contains(node.Outputs[0])) { floats.UnionWith(node.Outputs.Where(static o => o.Length > 0)); }
        }

        return floats;
    }

    private static bool GivesFloat(OnnxNode node, HashSet<string> floats)
    {
        if (node.Outputs.Count == 0 || node.Outputs[0].Length == 0) { return false; }
        if (node.Domain is not ("" or "ai.onnx")) { return false; }
        if (NodeFacts.Is(node, "Cast")) { return NodeFacts.Int(node, "to", 0) == (long)OnnxElementType.Float; }
        if (NeverFloat.Contains(node.OpType)) { return false; }
        return floats.Contains(NodeFacts.Input(node, TypeOfSecondInput.Contains(node.OpType) ? 1 : 0));
    }
}
