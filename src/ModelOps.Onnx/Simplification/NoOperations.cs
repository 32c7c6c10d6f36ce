using ModelOps.Onnx.Shapes;

namespace ModelOps.Onnx.Simplification;

/// <summary>Takes out nodes that return what they are given.</summary>
internal sealed class NoOperations : ISimplification
{
    public bool Apply(SimplifiedGraph graph)
    {
        bool changed = false;
        foreach (OnnxNode node in graph.Nodes)
        {
            if (node.Inputs.Count == 0 || node.Inputs[0].Length == 0 || node.Outputs.Count == 0 || node.Outputs[0].Length == 0) { continue; }
            if (!node.Outputs.Skip(1).All(graph.IsUnread) || !DoesNothing(node, graph)) { continue; }
            changed |= graph.TryBypass(node, node.Inputs[0]);
        }

        return changed;
    }

    private static bool DoesNothing(OnnxNode node, SimplifiedGraph graph)
    {
        if (node.Domain is not ("" or "ai.onnx")) { return false; }
        return node.OpType switch
        {
            "Identity" => true,
            "Cast" or "CastLike" => graph.Fact(node.Inputs[0]).Type is not OnnxElementType.Undefined and var type && type == graph.Fact(node.Outputs[0]).Type,
            "Concat" or "Sum" or "Max" or "Min" or "Mean" => node.Inputs.Count == 1,
            "Dropout" => IsInference(node, graph),
            "Expand" or "Flatten" or "Reshape" or "Squeeze" or "Tile" or "Unsqueeze" => KeepsShape(node, graph),
            "Pad" => KeepsShape(node, graph) && Pads(node, graph) is { } pads && pads.All(static pad => pad == 0),
            "Slice" => KeepsShape(node, graph) && StepsForward(node, graph),
            "Split" => node.Outputs.Count == 1 && KeepsShape(node, graph),
            "Transpose" => TransposePairs.Order(node, graph)?.Select(static (axis, i) => axis == i).All(static stays => stays) == true,
            _ => false,
        };
    }

    private static bool IsInference(OnnxNode node, SimplifiedGraph graph) =>
        graph.Version < 12 || node.Inputs.Count < 3 || node.Inputs[2].Length == 0 || graph.Fact(node.Inputs[2]).Content is [var training] && training.Is(0);

    private static bool KeepsShape(OnnxNode node, SimplifiedGraph graph)
    {
        Dim[]? before = graph.Fact(node.Inputs[0]).Shape;
        Dim[]? after = graph.Fact(node.Outputs[0]).Shape;
        return before is not null && after is not null && before.Length == after.Length && before.Zip(after).All(static pair => pair.First.IsSame(pair.Second));
    }

    private static IEnumerable<long>? Pads(OnnxNode node, SimplifiedGraph graph)
    {
        if (graph.Version < 11) { return NodeAttribute.Ints(node, "pads"); }
        return node.Inputs.Count > 1 && graph.Fact(node.Inputs[1]).Content is { } content && Array.TrueForAll(content, static pad => pad.IsKnown) ? content.Select(static pad => pad.Value) : null;
    }

    private static bool StepsForward(OnnxNode node, SimplifiedGraph graph) =>
        node.Inputs.Count < 5 || node.Inputs[4].Length == 0 || (graph.Fact(node.Inputs[4]).Content is { } steps && Array.TrueForAll(steps, static step => step.Is(1)));
}
