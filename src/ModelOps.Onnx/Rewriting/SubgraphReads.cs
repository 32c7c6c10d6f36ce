namespace ModelOps.Onnx.Rewriting;

/// <summary>What the graphs in a node's attributes read from outside.</summary>
internal static class SubgraphReads
{
    /// <summary>Names of values of the graph around a node that its subgraphs read, at any depth.</summary>
    public static IReadOnlySet<string> Of(OnnxNode node)
    {
        HashSet<string> reads = new(StringComparer.Ordinal);
        foreach (OnnxAttribute attribute in node.Attributes)
        {
            switch (attribute.Value)
            {
                case OnnxGraph graph: Collect(graph, reads); break;
                case IReadOnlyList<OnnxGraph> graphs:
                    foreach (OnnxGraph graph in graphs) { Collect(graph, reads); }
                    break;
            }
        }

        return reads;
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
