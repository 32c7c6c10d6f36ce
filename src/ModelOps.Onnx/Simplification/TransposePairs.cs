namespace ModelOps.Onnx.Simplification;

/// <summary>Joins a transposition with the one before it.</summary>
internal sealed class TransposePairs : ISimplification
{
    public bool Apply(SimplifiedGraph graph)
    {
        bool changed = false;
        foreach (OnnxNode node in graph.Nodes)
        {
            if (!SimplifiedGraph.Is(node, "Transpose") || node.Inputs.Count != 1 || graph.Editor.Producer(node.Inputs[0]) is not { } first) { continue; }
            if (!SimplifiedGraph.Is(first, "Transpose") || first.Inputs.Count != 1) { continue; }
            if (Order(first, graph) is not { } before || Order(node, graph) is not { } after || before.Count != after.Count) { continue; }
            long[] order = [.. after.Select(axis => before[(int)axis])];
            graph.Editor.Replace(node, node with { Inputs = [first.Inputs[0]], Attributes = [.. NodeAttribute.Without(node, "perm"), OnnxAttribute.Ints("perm", order)] });
            changed = true;
        }

        return changed;
    }

    /// <summary>Axes of a transposition; null when they are not known.</summary>
    public static IReadOnlyList<long>? Order(OnnxNode node, SimplifiedGraph graph)
    {
        if (NodeAttribute.Ints(node, "perm") is { } order) { return order.Order().Select(static (axis, i) => axis == i).All(static fits => fits) ? order : null; }
        return graph.Fact(node.Inputs[0]).Shape is { } shape ? [.. Enumerable.Range(1, shape.Length).Select(i => (long)(shape.Length - i))] : null;
    }
}
