using ModelOps.Onnx.Shapes;

namespace ModelOps.Onnx.Simplification;

/// <summary>Lets a reshape read what was there before operators that only change dimensions too.</summary>
internal sealed class ReshapePairs : ISimplification
{
    private static readonly string[] Before = ["Reshape", "Flatten", "Squeeze", "Unsqueeze"];

    public bool Apply(SimplifiedGraph graph)
    {
        bool changed = false;
        foreach (OnnxNode node in graph.Nodes)
        {
            if (!SimplifiedGraph.Is(node, "Reshape") || node.Inputs.Count != 2 || graph.Editor.Producer(node.Inputs[0]) is not { } first) { continue; }
            if (!Array.Exists(Before, opType => SimplifiedGraph.Is(first, opType)) || !IsOnItsOwn(node, graph)) { continue; }
            graph.Editor.Replace(node, node with { Inputs = [first.Inputs[0], node.Inputs[1]] });
            changed = true;
        }

        return changed;
    }

    // A size of 0 is taken from the input, which would be another one.
    private static bool IsOnItsOwn(OnnxNode node, SimplifiedGraph graph) =>
        graph.Fact(node.Inputs[1]).Content is { } target && Array.TrueForAll(target, static size => size.IsKnown && size.Value is > 0 or -1);
}
