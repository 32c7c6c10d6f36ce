using System.Runtime.InteropServices;
using ModelOps.Onnx.Quantization.Graphs;
using ModelOps.Onnx.Rewriting;

namespace ModelOps.Onnx.Quantization.Static;

/// <summary>Tells whether saturating integers do what a Relu or Clip does.</summary>
internal static class Cutoff
{
    /// <summary>Whether values stored with some parameters cannot lie outside what the node lets through, up to half a step.</summary>
    public static bool IsDoneBy(GraphEditor editor, OnnxNode node, ActivationParameters parameters)
    {
        if (node.OpType == "Relu") { return parameters.Zero == parameters.Range.Min; }
        double slack = parameters.Scale / 2.0;
        return Bound(editor, node, 1, "min", float.NegativeInfinity) is { } min && Bound(editor, node, 2, "max", float.PositiveInfinity) is { } max
            && parameters.Least >= min - slack && parameters.Most <= max + slack;
    }

    // Inputs since set 11, attributes before.
    private static double? Bound(GraphEditor editor, OnnxNode node, int index, string attribute, float missing)
    {
        if (node.Inputs.Count <= 1) { return NodeFacts.Float(node, attribute, missing); }
        if (NodeFacts.Input(node, index).Length == 0) { return missing; }
        return editor.Constant(node.Inputs[index]) is { ElementType: OnnxElementType.Float } bound ? MemoryMarshal.Read<float>(Tensors.Bytes(bound).Span) : null;
    }
}
