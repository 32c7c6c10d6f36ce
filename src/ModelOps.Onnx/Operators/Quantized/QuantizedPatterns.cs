using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Rewriting;

namespace ModelOps.Onnx.Operators.Quantized;

/// <summary>What the passes over quantized graphs look for.</summary>
internal static class QuantizedPatterns
{
    /// <summary>Whether a node is a cast to floats.</summary>
    public static bool IsCastToFloat(this OnnxNode node) => node.OpType == "Cast" && new NodeAttributes(node).Int("to", 0) == (long)OnnxElementType.Float;

    /// <summary>The input of a node of two that is not a given one; empty when the node has not two.</summary>
    public static string OtherInput(this OnnxNode node, string input) => node.Inputs.Count != 2 ? string.Empty : node.Inputs[0] == input ? node.Inputs[1] : node.Inputs[0];

    /// <summary>Whether a constant has one element, or one for each column.</summary>
    public static bool IsOneOrOneEach(this OnnxTensor tensor, long columns) => ElementTypes.TryCount(tensor.Shape, out long count) && (count == 1 || count == columns);

    /// <summary>Takes an addition of one constant a column that follows the last node.</summary>
    /// <returns>The constant; empty when there is none.</returns>
    public static string TakeBias(this GraphEditor graph, List<OnnxNode> nodes, long columns)
    {
        string output = nodes[^1].Outputs[0];
        if (!graph.TryGetOnlyConsumer(output, out OnnxNode? add) || add.OpType != "Add") { return string.Empty; }
        string bias = add.OtherInput(output);
        if (graph.Constant(bias) is not { ElementType: OnnxElementType.Float, Shape: [long length] } || length != columns) { return string.Empty; }
        nodes.Add(add);
        return bias;
    }

    /// <summary>Takes an operator of one input that follows the last node.</summary>
    public static bool Take(this GraphEditor graph, List<OnnxNode> nodes, string opType)
    {
        if (!graph.TryGetOnlyConsumer(nodes[^1].Outputs[0], out OnnxNode? next) || next.OpType != opType || OperatorSet.Normalize(next.Domain).Length > 0) { return false; }
        nodes.Add(next);
        return true;
    }

    /// <summary>Removes a node that nobody reads any longer.</summary>
    public static void RemoveUnread(this GraphEditor graph, OnnxNode node)
    {
        if (graph.Contains(node) && node.Outputs.All(o => o.Length == 0 || (!graph.IsOutput(o) && graph.Consumers(o).Count == 0))) { graph.Remove(node); }
    }
}
