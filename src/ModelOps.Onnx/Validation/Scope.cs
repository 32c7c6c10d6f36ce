namespace ModelOps.Onnx.Validation;

/// <summary>Names defined so far in a graph, and in the graphs around it.</summary>
/// <param name="nodes">Nodes of the graph.</param>
/// <param name="outer">Graph around it; null for none.</param>
internal sealed class Scope(IReadOnlyList<OnnxNode> nodes, Scope? outer)
{
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private HashSet<string>? _produced;

    public bool Add(string name) => _names.Add(name);

    public bool Sees(string name) => _names.Contains(name) || OuterSees(name);

    public bool OuterSees(string name) => outer is not null && outer.Sees(name);

    /// <summary>Whether any node, here or around, writes the name: then it is read too early.</summary>
    public bool IsProducedAnywhere(string name)
    {
        _produced ??= new HashSet<string>(nodes.SelectMany(static node => node.Outputs), StringComparer.Ordinal);
        return _produced.Contains(name) || (outer is not null && outer.IsProducedAnywhere(name));
    }
}
