using ModelOps.Onnx.Quantization.Graphs;
using ModelOps.Onnx.Quantization.Parameters;
using ModelOps.Onnx.Rewriting;

namespace ModelOps.Onnx.Quantization.Dynamic;

/// <summary>Replaces products by integer products whose input is quantized when the model runs. Source: ONNX, <c>DynamicQuantizeLinear</c> and <c>MatMulInteger</c>.</summary>
internal sealed class DynamicQuantization(OnnxModel model, DynamicQuantizationOptions options) : IPreparedQuantization
{
    private const long OperatorSet = 11;
    private readonly OnnxModel _model = OperatorSetUpgrade.Raise(model, OperatorSet, "dynamic quantization");
    private readonly WeightRule _rule = WeightRule.Of(options, QuantizedType.UInt8);

    public OnnxModel Source => _model;

    public QuantizationResult Quantize(IReadOnlySet<string> excluded)
    {
        GraphEditor editor = new(_model.Graph);
        DynamicRewriter rewriter = new(editor, new WeightStore(editor, _rule));
        HashSet<string> floats = FloatValues.Of(_model.Graph);
        List<NodeOutcome> outcomes = [];
        foreach (OnnxNode node in _model.Graph.Nodes)
        {
            string reason = Rewrite(node);
            outcomes.Add(new NodeOutcome(NodeFacts.Label(node), node.OpType, reason.Length == 0, reason.Length == 0 ? $"MatMulInteger, {_rule}" : reason));
        }

        return new QuantizationResult { Model = QuantizedModel.Finish(_model, editor.ToGraph(), $"dynamic, uint8 activations, {_rule}"), Nodes = outcomes };

        string Rewrite(OnnxNode node)
        {
            if (!NodeFacts.Is(node, "MatMul") && !NodeFacts.Is(node, "Gemm"))
            {
                return NodeFacts.Is(node, "Conv") ? "dynamic convolutions are slower than float ones: quantize statically" : "the operator has no dynamic form";
            }

            if (excluded.Contains(NodeFacts.Label(node))) { return "excluded"; }
            if (Product.Of(editor, node, out string whyNot) is not { } product) { return whyNot; }
            if (!floats.Contains(product.Input)) { return "its input is not known to be float"; }
            rewriter.Rewrite(product);
            return string.Empty;
        }
    }
}
