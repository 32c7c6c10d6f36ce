namespace ModelOps.Onnx.Shapes;

/// <summary>What is known of the values of a graph, and of those around it.</summary>
/// <param name="outer">Scope of the graph around; null for none.</param>
/// <param name="operatorSets">Versions by domain.</param>
/// <param name="path">Tells where the graph lies, for findings.</param>
/// <param name="depth">Graphs around it.</param>
internal sealed class ShapeScope(ShapeScope? outer, IReadOnlyDictionary<string, long> operatorSets, Func<string> path, int depth)
{
    private readonly Dictionary<string, Fact> _facts = new(StringComparer.Ordinal);

    public string Path => path();

    public int Depth => depth;

    public IReadOnlyDictionary<string, long> OperatorSets => operatorSets;

    /// <summary>What the caller of a function gave for its parameters; null outside functions.</summary>
    public IReadOnlyDictionary<string, OnnxAttribute>? Parameters { get; init; }

    public Fact this[string name]
    {
        get => _facts.TryGetValue(name, out Fact? fact) ? fact : outer?[name] ?? Fact.Unknown;
        set => _facts[name] = value;
    }

    /// <summary>Scope of a graph in a node of this one.</summary>
    public ShapeScope Inner(Func<string> innerPath) => new(this, operatorSets, innerPath, depth + 1) { Parameters = Parameters };

    /// <summary>Version of an operator set; the newest when it is not imported, which the validator finds.</summary>
    public long Version(string domain)
    {
        if (operatorSets.TryGetValue(domain, out long version)) { return version; }
        return (domain is "" && operatorSets.TryGetValue("ai.onnx", out version)) || (domain is "ai.onnx" && operatorSets.TryGetValue(string.Empty, out version))
            ? version : long.MaxValue;
    }
}
