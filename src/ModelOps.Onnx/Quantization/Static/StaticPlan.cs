using ModelOps.Onnx.Quantization.Graphs;
using ModelOps.Onnx.Rewriting;

namespace ModelOps.Onnx.Quantization.Static;

/// <summary>Which nodes of a graph are quantized, and which activation is folded into which.</summary>
internal sealed class StaticPlan
{
    private readonly GraphEditor _editor;
    private readonly StaticParameters _parameters;
    private readonly HashSet<OnnxNode> _planned = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<OnnxNode, Product> _products = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<OnnxNode, OnnxNode> _folded = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<OnnxNode> _cutoffs = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<OnnxNode, string> _reasons = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<string> _values = new(StringComparer.Ordinal);

    public StaticPlan(GraphEditor editor, StaticParameters parameters, IReadOnlySet<string> excluded)
    {
        _editor = editor;
        _parameters = parameters;
        IReadOnlyList<OnnxNode> nodes = editor.Nodes;
        foreach (OnnxNode node in nodes) { Consider(node, excluded); }
        foreach (OnnxNode node in nodes.Reverse()) { Prune(node); }
        _cutoffs.UnionWith(_folded.Values);
    }

    public bool IsPlanned(OnnxNode node) => _planned.Contains(node);

    public Product? ProductOf(OnnxNode node) => _products.GetValueOrDefault(node);

    /// <summary>The Relu or Clip that the integer range of a node's output does; null for none.</summary>
    public OnnxNode? FoldedInto(OnnxNode node) => _folded.GetValueOrDefault(node);

    /// <summary>Whether a node is a Relu or Clip that another node does.</summary>
    public bool IsFolded(OnnxNode node) => _cutoffs.Contains(node);

    /// <summary>Why a node is not quantized.</summary>
    public string Reason(OnnxNode node) => _reasons.GetValueOrDefault(node, "the operator has no quantized form here");

    /// <summary>Name of what a planned node makes, after what is folded into it.</summary>
    public string Output(OnnxNode node) => FoldedInto(node) is { } cutoff ? cutoff.Outputs[0] : node.Outputs[0];

    /// <summary>Whether the output of a planned node is to be quantized. A product that no quantized node reads gives floats: nothing is gained by rounding them.</summary>
    public bool QuantizesOutput(OnnxNode node) => node.OpType is not ("MatMul" or "Gemm") || HasQuantizedReader(Output(node));

    /// <summary>Inputs of a planned node that are activations, as indices.</summary>
    public IEnumerable<int> Activations(OnnxNode node) => NodeKinds.Of(node) switch
    {
        NodeKind.Product when _products.ContainsKey(node) => [0],
        NodeKind.Product => [0, 1],
        NodeKind.Joining => Enumerable.Range(0, node.Inputs.Count),
        _ => [0],
    };

    private void Consider(OnnxNode node, IReadOnlySet<string> excluded)
    {
        NodeKind kind = NodeKinds.Of(node);
        if (kind == NodeKind.None) { return; }
        string? reason = excluded.Contains(NodeFacts.Label(node)) ? "excluded" : WhyNot(node, kind);
        if (reason is not null)
        {
            _reasons[node] = reason;
            return;
        }

        _planned.Add(node);
        if (kind == NodeKind.PassThrough) { _parameters.Share(node.Inputs[0], node.Outputs[0]); }
        else { TryFold(node, excluded); }
        _values.Add(Output(node));
    }

    private string? WhyNot(OnnxNode node, NodeKind kind)
    {
        switch (kind)
        {
            case NodeKind.Product:
                if (Product.Of(_editor, node, out string whyNot) is { } product) { _products.Add(node, product); }
                else if (node.OpType != "MatMul" || node.Inputs.Any(_editor.IsInputWithDefault)) { return whyNot; }
                break;
            case NodeKind.Joining:
                if (!node.Inputs.Any(_values.Contains) || !node.Inputs.All(i => _values.Contains(i) || IsFloatConstant(i))) { return "what it reads is not quantized"; }
                break;
            default:
                if (!_values.Contains(node.Inputs[0])) { return "what it reads is not quantized"; }
                break;
        }

        return Activations(node).Any(i => !_parameters.IsKnown(node.Inputs[i])) || (kind != NodeKind.PassThrough && !_parameters.IsKnown(node.Outputs[0])) ? "what it reads or makes is not known to be float" : null;
    }

    private bool IsFloatConstant(string name) => _editor.Constant(name) is { ElementType: OnnxElementType.Float };

    private void TryFold(OnnxNode node, IReadOnlySet<string> excluded)
    {
        if (!_editor.TryGetOnlyConsumer(node.Outputs[0], out OnnxNode? next) || !NodeKinds.IsCutoff(next) || next.Inputs[0] != node.Outputs[0]) { return; }
        if (excluded.Contains(NodeFacts.Label(next)) || !_parameters.IsKnown(next.Outputs[0])) { return; }
        if (Cutoff.IsDoneBy(_editor, next, _parameters.Of(next.Outputs[0]))) { _folded.Add(node, next); }
    }

    private void Prune(OnnxNode node)
    {
        if (!IsPlanned(node)) { return; }
        bool isRead = HasQuantizedReader(Output(node));
        if (NodeKinds.Of(node) != NodeKind.Product)
        {
            if (isRead) { return; }
            _planned.Remove(node);
            _folded.Remove(node);
            _reasons[node] = "no quantized node reads it";
        }
        else if (!isRead && node.OpType != "Conv")
        {
            _folded.Remove(node);
        }
    }

    private bool HasQuantizedReader(string name) =>
        _editor.Consumers(name).Any(reader => IsPlanned(reader) && Activations(reader).Any(i => reader.Inputs[i] == name));
}
