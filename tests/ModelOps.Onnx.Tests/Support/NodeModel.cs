namespace ModelOps.Onnx.Tests.Support;

/// <summary>Models of one node, for tests of operators.</summary>
internal static class NodeModel
{
    /// <summary>A model of one node whose inputs are <paramref name="inputs"/>, with open or given shapes, and constants.</summary>
    /// <param name="opset">Version of <c>ai.onnx</c>.</param>
    /// <param name="node">The node.</param>
    /// <param name="inputs">Inputs of the graph; shape -1 for open dimensions.</param>
    /// <param name="outputTypes">Element type of each output of the node.</param>
    /// <param name="constants">Constants.</param>
    public static OnnxModel Of(int opset, OnnxNode node, IReadOnlyList<OnnxValueInfo> inputs, IReadOnlyList<OnnxElementType> outputTypes, params IReadOnlyList<OnnxTensor> constants) =>
        Of(opset, [node], inputs, [.. node.Outputs.Where(static o => o.Length > 0).Select((o, i) => new OnnxValueInfo(o, outputTypes[i], []) { HasShape = false })], constants);

    /// <summary>A model of several nodes.</summary>
    public static OnnxModel Of(int opset, IReadOnlyList<OnnxNode> nodes, IReadOnlyList<OnnxValueInfo> inputs, IReadOnlyList<OnnxValueInfo> outputs, params IReadOnlyList<OnnxTensor> constants) => new()
    {
        IrVersion = opset > 20 ? 10 : 8,
        OperatorSets = new Dictionary<string, long> { [string.Empty] = opset, ["ai.onnx.ml"] = 3, ["com.microsoft"] = 1 },
        Graph = new OnnxGraph { Nodes = nodes, Inputs = inputs, Outputs = outputs, Initializers = constants },
    };

    /// <summary>The input of a graph that a tensor fits, its first dimension open where <paramref name="isOpen"/>.</summary>
    public static OnnxValueInfo InputLike(OnnxTensor tensor, bool isOpen = true) =>
        new(tensor.Name, tensor.ElementType, [.. tensor.Shape.Select((d, i) => isOpen && i == 0 ? -1 : d)]);
}
