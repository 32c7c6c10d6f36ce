using ModelOps.Onnx.Quantization.Calibration;
using ModelOps.Onnx.Quantization.Evaluation;
using ModelOps.Onnx.Quantization.Graphs;
using ModelOps.Onnx.Quantization.Parameters;
using ModelOps.Onnx.Rewriting;

namespace ModelOps.Onnx.Quantization.Static;

/// <summary>Quantizes with ranges of activations that were calibrated once.</summary>
internal sealed class StaticQuantization : IPreparedQuantization
{
    private const long QdqOperatorSet = 10;
    private const long PerChannelOperatorSet = 13;
    private readonly StaticQuantizationOptions _options;
    private readonly QuantizedType _type;
    private readonly WeightRule _rule;
    private readonly Dictionary<string, ValueRange> _ranges;

    public StaticQuantization(
        OnnxModel model, IEnumerable<OnnxSample> samples, StaticQuantizationOptions options, IProgress<QuantizationProgress>? progress, CancellationToken cancellationToken)
    {
        _options = options;
        _type = options.ActivationType ?? CpuPreference.ActivationType;
        _rule = WeightRule.Of(options, _type);
        bool needsAxis = options.PerChannel && options.Format == QuantizationFormat.Qdq;
        Source = needsAxis
            ? OperatorSetUpgrade.Raise(model, PerChannelOperatorSet, $"the QDQ form with a scale for each channel (see {nameof(IntegerQuantizationOptions.PerChannel)})")
            : OperatorSetUpgrade.Raise(model, Math.Max(QdqOperatorSet, model.Graph.Nodes.Any(static n => n.OpType == "MaxPool") ? 12 : 0), "static quantization");
        QuantizedRange range = QuantizedRange.OfActivations(_type, options.SymmetricActivations);
        _ranges = CalibrationRun.Run(
            Source, Interesting(Source.Graph), samples, options.Evaluator ?? SimdEvaluatorFactory.Instance, () => Calibrators.Create(options, range), progress, cancellationToken);
    }

    public OnnxModel Source { get; }

    public QuantizationResult Quantize(IReadOnlySet<string> excluded)
    {
        GraphEditor editor = new(Source.Graph);
        StaticParameters parameters = new(editor, _ranges, _type, _options.SymmetricActivations);
        StaticPlan plan = new(editor, parameters, excluded);
        WeightStore weights = new(editor, _rule);
        IStaticRewriter rewriter = _options.Format == QuantizationFormat.Qdq
            ? new QdqRewriter(editor, plan, parameters, weights)
            : new QOperatorRewriter(editor, plan, parameters, weights);
        List<NodeOutcome> outcomes = [];
        foreach (OnnxNode node in Source.Graph.Nodes)
        {
            bool isQuantized = plan.IsPlanned(node) || plan.IsFolded(node);
            outcomes.Add(new NodeOutcome(NodeFacts.Label(node), node.OpType, isQuantized, isQuantized ? plan.IsFolded(node) ? "folded into the range of the node before" : _rule.ToString() : plan.Reason(node)));
        }

        foreach (OnnxNode node in Source.Graph.Nodes.Where(plan.IsPlanned)) { rewriter.Rewrite(node); }
        string how = $"static {_options.Format.ToString().ToLowerInvariant()}, {_type.ToString().ToLowerInvariant()} activations, {_options.Calibration.ToString().ToLowerInvariant()}, {_rule}";
        return new QuantizationResult { Model = QuantizedModel.Finish(Source, editor.ToGraph(), how), Nodes = outcomes, Ranges = _ranges };
    }

    /// <summary>Values that quantized nodes may read or make.</summary>
    private static HashSet<string> Interesting(OnnxGraph graph)
    {
        HashSet<string> floats = FloatValues.Of(graph);
        HashSet<string> inputs = [.. graph.Inputs.Select(static i => i.Name)];
        floats.ExceptWith(graph.Initializers.Select(static t => t.Name).Where(name => !inputs.Contains(name)));
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (OnnxNode node in graph.Nodes.Where(static n => NodeKinds.Of(n) != NodeKind.None || NodeKinds.IsCutoff(n)))
        {
            names.UnionWith(node.Inputs.Where(floats.Contains));
            names.UnionWith(node.Outputs.Where(floats.Contains));
        }

        return names;
    }
}
