using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Shapes;

namespace ModelOps.Onnx.Simplification;

/// <summary>Computes once what depends on constants alone.</summary>
internal sealed class ConstantFolding : ISimplification
{
    // Operators that move elements, or whose result has one correct rounding, so that every runtime computes the same.
    private static readonly HashSet<string> Exact = new(StringComparer.Ordinal)
    {
        "Abs", "Add", "And", "Cast", "Ceil", "Clip", "Concat", "Constant", "ConstantOfShape", "Div", "Equal", "Expand", "Flatten", "Floor", "Gather", "GatherElements", "GatherND", "Greater", "GreaterOrEqual",
        "Less", "LessOrEqual", "Max", "Min", "Mul", "Neg", "Not", "OneHot", "Or", "Pad", "Range", "Relu", "Reshape", "ScatterElements", "ScatterND", "Shape", "Sign", "Size", "Slice", "Split",
        "Sqrt", "Squeeze", "Sub", "Tile", "Transpose", "Trilu", "Unsqueeze", "Where", "Xor",
    };

    // Undone quantization would make the file larger, and slower to run.
    private static readonly HashSet<string> Kept = new(StringComparer.Ordinal) { "DequantizeLinear" };

    public bool Apply(SimplifiedGraph graph)
    {
        bool changed = false;
        foreach (OnnxNode node in graph.Nodes)
        {
            if (!MayFold(node, graph) || Fold(node, graph) is not { } tensors) { continue; }
            foreach (OnnxTensor tensor in tensors) { graph.Editor.SetConstant(tensor.Name, tensor); }
            graph.Editor.Remove(node);
            changed = true;
        }

        return changed;
    }

    private static bool MayFold(OnnxNode node, SimplifiedGraph graph)
    {
        if (node.Domain is not ("" or "ai.onnx") || Kept.Contains(node.OpType) || node.Outputs.Any(graph.Editor.IsOutput)) { return false; }
        return (graph.Options.FoldInexactly || Exact.Contains(node.OpType)) && (node.OpType == "Constant" || node.Outputs.All(output => output.Length == 0 || IsKnown(graph.Fact(output))));
    }

    // What inference cannot make sense of is left to the runtime to refuse.
    private static bool IsKnown(Fact fact) => fact.Type != OnnxElementType.Undefined && fact.Shape is { } shape && Array.TrueForAll(shape, static size => size.IsKnown);

    private static IReadOnlyList<OnnxTensor>? Fold(OnnxNode node, SimplifiedGraph graph)
    {
        long bytes = 0;
        foreach (string input in node.Inputs.Where(static input => input.Length > 0))
        {
            if (graph.Editor.Constant(input) is not { } tensor) { return null; }
            bytes += tensor.RawData.Length;
        }

        int limit = (int)Math.Min(Math.Max(graph.Options.MaxFoldedBytes, bytes), int.MaxValue); // a result that replaces larger constants costs nothing
        try { return new ConstantFolder(graph.OperatorSets, limit).TryFold(node, graph.Editor.Constant); }
        catch (Exception e) when (e is IndexOutOfRangeException or ArgumentException or OverflowException) { return null; } // a node that is not formed as its operator asks; runtimes refuse it
    }
}
