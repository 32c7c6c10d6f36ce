namespace ModelOps.Onnx.Rewriting;

/// <summary>Gives the values of nodes other names.</summary>
internal static class Renaming
{
    /// <summary>A node with other names, in the graphs of its attributes too.</summary>
    public static OnnxNode Of(OnnxNode node, IReadOnlyDictionary<string, string> names) => node with
    {
        Inputs = [.. node.Inputs.Select(i => names.GetValueOrDefault(i, i))],
        Outputs = [.. node.Outputs.Select(o => names.GetValueOrDefault(o, o))],
        Attributes = [.. node.Attributes.Select(a => Of(a, names))],
    };

    private static OnnxAttribute Of(OnnxAttribute attribute, IReadOnlyDictionary<string, string> names) => attribute.Value switch
    {
        OnnxGraph graph => OnnxAttribute.Graph(attribute.Name, Of(graph, names)),
        IReadOnlyList<OnnxGraph> graphs => OnnxAttribute.Graphs(attribute.Name, [.. graphs.Select(g => Of(g, names))]),
        _ => attribute,
    };

    // As deep as graphs lie in graphs, which reading bounds.
    private static OnnxGraph Of(OnnxGraph graph, IReadOnlyDictionary<string, string> names)
    {
        // What a graph defines itself hides a name outside.
        HashSet<string> own = [.. graph.Inputs.Select(static i => i.Name), .. graph.Initializers.Select(static t => t.Name), .. graph.Nodes.SelectMany(static n => n.Outputs)];
        Dictionary<string, string> seen = names.Where(n => !own.Contains(n.Key)).ToDictionary(StringComparer.Ordinal);
        return graph with
        {
            Nodes = [.. graph.Nodes.Select(n => Of(n, seen))],
            Outputs = [.. graph.Outputs.Select(o => o with { Name = seen.GetValueOrDefault(o.Name, o.Name) })],
        };
    }
}
