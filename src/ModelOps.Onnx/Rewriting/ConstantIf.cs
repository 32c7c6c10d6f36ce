using ModelOps.Onnx.Execution;

namespace ModelOps.Onnx.Rewriting;

/// <summary>Puts the branch of an <c>If</c> whose condition is constant in its place. Exporters write these where they asked for a shape that the model tells.</summary>
internal static class ConstantIf
{
    /// <summary>Rewrites a graph in place.</summary>
    /// <returns>Whether anything changed.</returns>
    public static bool TryApply(GraphEditor graph)
    {
        bool changed = false;

        // A branch may hold another one, so go on until none is left; each is taken out once.
        while (graph.Nodes.FirstOrDefault(n => n.OpType == "If" && OperatorSet.Normalize(n.Domain).Length == 0 && Branch(graph, n) is not null) is { } node)
        {
            graph.Replace(node, Inline(graph, node, Branch(graph, node)!));
            changed = true;
        }

        return changed;
    }

    private static OnnxGraph? Branch(GraphEditor graph, OnnxNode node)
    {
        string condition = node.Inputs.Count == 1 ? node.Inputs[0] : string.Empty;
        OnnxTensor? constant = graph.Constant(condition)
            ?? (graph.Producer(condition) is { OpType: "Constant" } producer && OperatorSet.Normalize(producer.Domain).Length == 0 ? ConstantNode.ToTensor(producer) : null);
        if (constant is not { ElementType: OnnxElementType.Bool, RawData.Length: 1 }) { return null; }
        string branch = constant.RawData.Span[0] != 0 ? "then_branch" : "else_branch";
        return node.Attributes.FirstOrDefault(a => a.Name == branch)?.Value is OnnxGraph { Inputs.Count: 0 } body && body.Outputs.Count == node.Outputs.Count ? body : null;
    }

    private static OnnxNode[] Inline(GraphEditor graph, OnnxNode node, OnnxGraph body)
    {
        Dictionary<string, string> names = new(StringComparer.Ordinal);
        HashSet<string> made = new(body.Nodes.SelectMany(static n => n.Outputs).Where(static o => o.Length > 0), StringComparer.Ordinal);
        List<OnnxNode> copies = [];
        foreach (OnnxTensor tensor in body.Initializers) { names[tensor.Name] = graph.AddConstant(tensor); }
        for (int i = 0; i < node.Outputs.Count; i++)
        {
            // What the branch makes takes the name that readers know, once; all else is handed on.
            if (node.Outputs[i].Length > 0 && made.Contains(body.Outputs[i].Name)) { names.TryAdd(body.Outputs[i].Name, node.Outputs[i]); }
        }

        foreach (string name in made)
        {
            if (!names.ContainsKey(name)) { names.Add(name, graph.NewName(name)); }
        }

        foreach (OnnxNode inner in body.Nodes) { copies.Add(Renaming.Of(inner, names)); }
        for (int i = 0; i < node.Outputs.Count; i++)
        {
            string from = names.GetValueOrDefault(body.Outputs[i].Name, body.Outputs[i].Name);
            if (node.Outputs[i].Length > 0 && from != node.Outputs[i]) { copies.Add(new OnnxNode("Identity", [from], [node.Outputs[i]])); }
        }

        return [.. copies];
    }
}
