using ModelOps.Onnx.Rewriting;
using ModelOps.Onnx.Shapes;

namespace ModelOps.Onnx.Simplification;

/// <summary>A graph while it is simplified, with what is known of its values.</summary>
/// <param name="model">The model around it.</param>
/// <param name="options">What is asked for.</param>
internal sealed class SimplifiedGraph(OnnxModel model, OnnxSimplifyOptions options)
{
    private const long FewNames = 1000;

    private readonly ShapeScope _facts = Infer(model);
    private readonly Dictionary<IReadOnlyList<OnnxAttribute>, IReadOnlySet<string>> _readInside = new(ReferenceEqualityComparer.Instance);

    // Names that may be copied while readers of very many values get others one by one; sound models need a small part of it.
    private long _copies = 100_000;

    public GraphEditor Editor { get; } = new(model.Graph);

    public OnnxSimplifyOptions Options => options;

    public IReadOnlyDictionary<string, long> OperatorSets => model.OperatorSets;

    public IReadOnlyList<OnnxFunction> Functions => model.Functions;

    /// <summary>The nodes, each as it is when its turn comes: what was done before may have changed it, or taken it out.</summary>
    public IEnumerable<OnnxNode> Nodes
    {
        get
        {
            foreach (OnnxNode node in Editor.Nodes)
            {
                if (Editor.Contains(node)) { yield return node; }
                else if (node.Outputs.FirstOrDefault(static output => output.Length > 0) is { } output && Editor.Producer(output) is { } now) { yield return now; }
            }
        }
    }

    /// <summary>What is certain of a value; nothing for one that was made since.</summary>
    public Fact Fact(string name) => _facts[name];

    /// <summary>Whether a node is of an operator of <c>ai.onnx</c>.</summary>
    public static bool Is(OnnxNode node, string opType) => (node.Domain is "" or "ai.onnx") && node.OpType == opType;

    /// <summary>Version of <c>ai.onnx</c>.</summary>
    public long Version => _facts.Version(string.Empty);

    /// <summary>The only reader of a value, when it is of an operator and reads the value once.</summary>
    public OnnxNode? OnlyReader(string name, params ReadOnlySpan<string> opTypes)
    {
        if (!Editor.TryGetOnlyConsumer(name, out OnnxNode? reader) || reader.Inputs.Count(input => input == name) != 1) { return null; }
        foreach (string opType in opTypes)
        {
            if (Is(reader, opType)) { return reader; }
        }

        return null;
    }

    /// <summary>Lets all who read what a node makes first read another value, and takes the node out; false when its name must stay.</summary>
    public bool TryBypass(OnnxNode node, string replacement)
    {
        string made = node.Outputs[0];
        if (!Editor.IsOutput(made))
        {
            if (!TryRedirect(made, replacement)) { return false; }
            Editor.Remove(node);
            return true;
        }

        // The graph returns the value by this name, so what makes the replacement takes the name over.
        if (Editor.Producer(replacement) is not { } producer || Editor.IsOutput(replacement) || !TryRedirect(replacement, made)) { return false; }
        Editor.Remove(Editor.Producer(made)!); // the node, which reads another value since
        Editor.Replace(producer, producer with { Outputs = [.. producer.Outputs.Select(output => output == replacement ? made : output)] });
        return true;
    }

    /// <summary>Lets all nodes that read a value read another one; false when graphs inside nodes read it, or too much would be copied.</summary>
    public bool TryRedirect(string from, string to)
    {
        if (IsReadInside(from)) { return false; }
        long copies = Editor.Consumers(from).Where(static reader => reader.Inputs.Count > FewNames).Sum(static reader => (long)reader.Inputs.Count);
        if (copies > _copies) { return false; }
        _copies -= copies;
        Editor.Redirect(from, to);
        return true;
    }

    /// <summary>Whether nobody reads a value.</summary>
    public bool IsUnread(string name) => name.Length == 0 || (!Editor.IsOutput(name) && Editor.Consumers(name).Count == 0);

    private bool IsReadInside(string name) => Editor.Consumers(name).Any(reader => reader.Attributes.Count > 0 && ReadInside(reader).Contains(name));

    private IReadOnlySet<string> ReadInside(OnnxNode node)
    {
        if (!_readInside.TryGetValue(node.Attributes, out IReadOnlySet<string>? names)) { _readInside.Add(node.Attributes, names = SubgraphReads.Of(node)); }
        return names;
    }

    private static ShapeScope Infer(OnnxModel model)
    {
        new ShapeEngine(model, trustsDeclarations: false).Infer(out ShapeScope facts);
        return facts;
    }
}
