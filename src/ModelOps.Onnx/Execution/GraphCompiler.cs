using System.Globalization;
using ModelOps.Onnx.Operators;
using ModelOps.Onnx.Rewriting;

namespace ModelOps.Onnx.Execution;

/// <summary>Turns a model into a plan: folds constants, rewrites, compiles each node. Collects everything that is missing before it refuses.</summary>
internal sealed class GraphCompiler
{
    private readonly OnnxModel _model;
    private readonly SimdModelOptions _options;
    private readonly GraphEditor _graph;
    private readonly List<PlanValue> _values = [];
    private readonly Dictionary<string, int> _indexes = new(StringComparer.Ordinal);
    private readonly List<UnsupportedNode> _unsupported = [];
    private readonly Dictionary<string, IReadOnlyList<long>> _shapes = new(StringComparer.Ordinal);

    private GraphCompiler(OnnxModel model, SimdModelOptions options)
    {
        _model = model;
        _options = options;
        HashSet<string> constants = [.. model.Graph.Initializers.Select(static t => t.Name)];
        _graph = new GraphEditor(model.Graph with { Inputs = [.. model.Graph.Inputs.Where(i => !constants.Contains(i.Name))] });
    }

    /// <summary>Compiles a model.</summary>
    /// <exception cref="UnsupportedOnnxModelException">It has parts that cannot be run.</exception>
    public static Plan Compile(OnnxModel model, SimdModelOptions options) => new GraphCompiler(model, options).Compile();

    /// <summary>Version of a domain's operator set; 1 where a model does not import it.</summary>
    public static int Opset(IReadOnlyDictionary<string, long> operatorSets, string domain)
    {
        string normal = OperatorSet.Normalize(domain);
        return operatorSets.TryGetValue(normal, out long version) || (normal.Length == 0 && operatorSets.TryGetValue("ai.onnx", out version))
            ? (int)Math.Clamp(version, 1, int.MaxValue)
            : 1;
    }

    private Plan Compile()
    {
        RefuseFused();
        TakeBranches();
        Rewrite();
        Fold(NewFolder(), static _ => true);
        OnnxGraph graph = _graph.ToGraph();
        foreach (OnnxValueInfo value in graph.Inputs.Concat(graph.ValueInfo).Where(static v => v.HasShape)) { _shapes[value.Name] = value.Shape; }
        foreach (OnnxValueInfo input in graph.Inputs) { AddInput(input); }
        foreach (OnnxTensor tensor in graph.Initializers) { Add(tensor.Name, tensor.ElementType, new PlanConstant(tensor)); }
        List<PlanNode> nodes = [.. graph.Nodes.Select(Compile).OfType<PlanNode>()];
        if (_unsupported.Count > 0) { throw new UnsupportedOnnxModelException(_unsupported); }
        return new Plan(_values, nodes, [.. graph.Inputs.Select(i => _indexes[i.Name])], [.. graph.Outputs.Select(o => _indexes[o.Name])]) { MaxCallBytes = _options.MaxCallBytes };
    }

    /// <summary>Operators of the engine's own trust what passes give them, so files must not have them.</summary>
    private void RefuseFused()
    {
        UnsupportedNode[] nodes = [.. _graph.Nodes.Where(static n => n.Domain == FusedDomain.Name).Select(n => new UnsupportedNode(Label(n), Describe(n, 1), "the domain is the engine's own"))];
        if (nodes.Length > 0) { throw new UnsupportedOnnxModelException(nodes); }
    }

    private void TakeBranches()
    {
        // One folder for all rounds, so that they share what it may take. Passes look for weights that were quantized.
        ConstantFolder folder = NewFolder();
        void FoldMost() => Fold(folder, static node => node.OpType != "DequantizeLinear");
        FoldMost();
        try { new KnownBranches(_model, _graph, FoldMost).Resolve(); }
        catch (Exception e) when (Faults.IsOne(e)) { throw new UnsupportedOnnxModelException([new UnsupportedNode(_model.Graph.Name, "If", Faults.Describe(e))]); }
    }

    private ConstantFolder NewFolder() => new(_model.OperatorSets, Math.Min(_options.MaxCallBytes, 256 << 20));

    private void Rewrite()
    {
        foreach (IGraphPass pass in GraphPasses.All)
        {
            try { pass.Apply(_graph, Opset(_model.OperatorSets, string.Empty)); }
            catch (Exception e) when (Faults.IsOne(e)) { throw new UnsupportedOnnxModelException([new UnsupportedNode(_model.Graph.Name, pass.GetType().Name, Faults.Describe(e))]); }
        }
    }

    private void Fold(ConstantFolder folder, Func<OnnxNode, bool> mayFold)
    {
        foreach (OnnxNode node in _graph.Nodes.Where(mayFold))
        {
            if (folder.TryFold(node, _graph.Constant) is not { } tensors) { continue; }
            foreach (OnnxTensor tensor in tensors) { _graph.SetConstant(tensor.Name, tensor); }
            _graph.Remove(node);
        }
    }

    private void AddInput(OnnxValueInfo input)
    {
        if (!input.HasShape || input.OpaqueType is not null || ElementTypes.ToTensorDataType(input.ElementType) is null)
        {
            _unsupported.Add(new UnsupportedNode(input.Name, "Input", "the file does not tell it as a tensor with a shape and an element type that requests have"));
        }

        Add(input.Name, input.ElementType, null);
    }

    private PlanNode? Compile(OnnxNode node)
    {
        OnnxElementType[] types = [.. node.Inputs.Select(TypeOf)];
        int opset = Opset(_model.OperatorSets, node.Domain);
        NodeContext context = new(node, opset, types, [.. node.Inputs.Select(i => i.Length > 0 ? _graph.Constant(i) : null)]) { Options = _options, Shapes = _shapes };
        bool followsUnknown = node.Inputs.Where((name, i) => name.Length > 0 && types[i] == OnnxElementType.Undefined).Any() && AllOperators.Set.Knows(node);
        CompiledNode? compiled = null;
        try
        {
            if (!followsUnknown) { compiled = AllOperators.Set.Compile(context); }
        }
        catch (Exception e) when (Faults.IsOne(e))
        {
            _unsupported.Add(new UnsupportedNode(Label(node), Describe(node, opset), Faults.Describe(e)));
        }

        if (compiled is not null && node.Outputs.Index().FirstOrDefault(o => o.Item.Length > 0 && context.OutputTypes[o.Index] == OnnxElementType.Undefined) is { Item: { } unknown })
        {
            _unsupported.Add(new UnsupportedNode(Label(node), Describe(node, opset), $"output {Quote.Short(unknown)} is none that the operator has"));
        }

        for (int i = 0; i < node.Outputs.Count; i++)
        {
            if (node.Outputs[i].Length > 0) { Add(node.Outputs[i], context.OutputTypes[i], null); }
        }

        return compiled is null
            ? null
            : new PlanNode($"{Describe(node, opset)} '{Label(node)}'", compiled, [.. node.Inputs.Select(IndexOf)], [.. node.Outputs.Select(IndexOf)]);
    }

    private OnnxElementType TypeOf(string name) => IndexOf(name) is >= 0 and int index ? _values[index].Type : OnnxElementType.Undefined;

    private int IndexOf(string name) => name.Length > 0 && _indexes.TryGetValue(name, out int index) ? index : -1;

    private void Add(string name, OnnxElementType type, PlanConstant? constant)
    {
        _indexes[name] = _values.Count;
        _values.Add(new PlanValue(name, type, constant));
    }

    private static string Label(OnnxNode node) => node.Name.Length > 0 ? node.Name : node.Outputs.FirstOrDefault(static o => o.Length > 0) ?? node.OpType;

    private static string Describe(OnnxNode node, int opset)
    {
        string domain = OperatorSet.Normalize(node.Domain);
        return string.Create(CultureInfo.InvariantCulture, $"{domain}{(domain.Length > 0 ? "." : string.Empty)}{node.OpType}-{opset}");
    }
}
