namespace ModelOps.Onnx.Quantization.Graphs;

/// <summary>Reads names and attributes of nodes.</summary>
internal static class NodeFacts
{
    /// <summary>What reports call a node.</summary>
    public static string Label(OnnxNode node) => node.Name.Length > 0 ? node.Name : node.Outputs.FirstOrDefault(static o => o.Length > 0) ?? node.OpType;

    /// <summary>Whether a node is an operator of <c>ai.onnx</c>.</summary>
    public static bool Is(OnnxNode node, string opType) => node.OpType == opType && node.Domain is "" or "ai.onnx";

    public static long Int(OnnxNode node, string name, long missing) => Value(node, name) is long value ? value : missing;

    public static float Float(OnnxNode node, string name, float missing) => Value(node, name) is float value ? value : missing;

    /// <summary>Name of an input; empty when it is left out.</summary>
    public static string Input(OnnxNode node, int index) => index < node.Inputs.Count ? node.Inputs[index] : string.Empty;

    private static object? Value(OnnxNode node, string name) => node.Attributes.FirstOrDefault(a => a.Name == name)?.Value;
}
