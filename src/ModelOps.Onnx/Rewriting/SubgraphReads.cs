namespace ModelOps.Onnx.Rewriting;

/// <summary>What the graphs in a node's attributes read from outside.</summary>
internal static class SubgraphReads
{
    /// <summary>Names of values of the graph around a node that its subgraphs read, at any depth.</summary>
    public static IReadOnlySet<string> Of(OnnxNode node)
    {
        HashSet<string> reads = new(StringComparer.Ordinal);
        foreach (OnnxGraph graph in Graphs(node)) { Collect(graph, reads); }
        return reads;
    }

    /// <summary>Adds the names that a node's subgraphs define, at any depth: a value around them must have another one.</summary>
    public static void AddNames(OnnxNode node, HashSet<string> names)
    {
        foreach (OnnxGraph graph in Graphs(node))
        {
            names.UnionWith(graph.Inputs.Select(static i => i.Name));
            names.UnionWith(graph.Initializers.Select(static t => t.Name));
            foreach (OnnxNode inner in graph.Nodes)
            {
                names.UnionWith(inner.Outputs);
                AddNames(inner, names);
            }
        }
    }

    private static IEnumerable<OnnxGraph> Graphs(OnnxNode node)
    {
        foreach (OnnxAttribute attribute in node.Attributes)
        {
            if (attribute.Value is OnnxGraph one) { yield return one; }
            foreach (OnnxGraph graph in attribute.Value as IReadOnlyList<OnnxGraph> ?? []) { yield return graph; }
        }
    }

    // As deep as graphs lie in graphs, which reading bounds.
    private static void Collect(OnnxGraph graph, HashSet<string> reads)
    {
        HashSet<string> own = [.. graph.Inputs.Select(static i => i.Name), .. graph.Initializers.Select(static t => t.Name)];
        foreach (OnnxNode node in graph.Nodes)
        {
            reads.UnionWith(node.Inputs.Where(i => i.Length > 0 && !own.Contains(i)));
            reads.UnionWith(Of(node).Where(i => !own.Contains(i)));
            own.UnionWith(node.Outputs);
        }

        reads.UnionWith(graph.Outputs.Select(static o => o.Name).Where(o => !own.Contains(o)));
    }
}
