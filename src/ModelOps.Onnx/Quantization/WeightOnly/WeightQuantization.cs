using ModelOps.Onnx.Quantization.Graphs;
using ModelOps.Onnx.Rewriting;

namespace ModelOps.Onnx.Quantization.WeightOnly;

/// <summary>Replaces products by <c>MatMulNBits</c>: weights in few bits, activations in float.</summary>
internal sealed class WeightQuantization(OnnxModel model, WeightQuantizationOptions options) : IPreparedQuantization
{
    public OnnxModel Source => model;

    public QuantizationResult Quantize(IReadOnlySet<string> excluded)
    {
        GraphEditor editor = new(model.Graph);
        HashSet<string> floats = FloatValues.Of(model.Graph);
        Dictionary<WeightRequest, string[]> known = [];
        List<NodeOutcome> outcomes = [];
        string how = $"int{options.Bits} weights in blocks of {options.BlockSize}, {(options.SymmetricWeights ? "symmetric" : "asymmetric")}";
        foreach (OnnxNode node in model.Graph.Nodes)
        {
            string reason = Rewrite(node);
            outcomes.Add(new NodeOutcome(NodeFacts.Label(node), node.OpType, reason.Length == 0, reason.Length == 0 ? $"MatMulNBits, {how}" : reason));
        }

        return new QuantizationResult { Model = QuantizedModel.Finish(model, editor.ToGraph(), $"weight only, {how}"), Nodes = outcomes };

        string Rewrite(OnnxNode node)
        {
            if (!NodeFacts.Is(node, "MatMul") && !NodeFacts.Is(node, "Gemm")) { return "the operator has no form with weights in few bits"; }
            if (excluded.Contains(NodeFacts.Label(node))) { return "excluded"; }
            if (Product.Of(editor, node, out string whyNot) is not { } product) { return whyNot; }
            if (!floats.Contains(product.Input)) { return "its input is not known to be float"; }
            if (editor.Constant(product.Weight.Name)!.Shape.Count != 2) { return "its weight is no matrix"; }
            Write(product);
            return string.Empty;
        }

        void Write(Product product)
        {
            OnnxTensor tensor = editor.Constant(product.Weight.Name)!;
            (int inputs, int outputs) = product.Weight.IsTransposed ? ((int)tensor.Shape[1], (int)tensor.Shape[0]) : ((int)tensor.Shape[0], (int)tensor.Shape[1]);
            if (!known.TryGetValue(product.Weight, out string[]? constants)) { known.Add(product.Weight, constants = AddConstants(editor, product, inputs, outputs)); }
            string label = NodeFacts.Label(product.Node);
            float[] bias = product.BiasValues(editor);
            string to = bias.Length == 0 ? product.Node.Outputs[0] : editor.NewName(label + "_product");
            List<OnnxNode> nodes =
            [
                new OnnxNode("MatMulNBits", [product.Input, .. constants], [to])
                {
                    Name = label + "_quantized",
                    Domain = QuantizedModel.Microsoft,
                    Attributes = [OnnxAttribute.Int("K", inputs), OnnxAttribute.Int("N", outputs), OnnxAttribute.Int("bits", options.Bits), OnnxAttribute.Int("block_size", options.BlockSize)],
                },
            ];
            if (bias.Length > 0)
            {
                string constant = product.BiasFactor == 1f ? product.Bias : editor.AddConstant(OnnxTensor.Floats(product.Bias + "_scaled", [bias.Length], bias));
                nodes.Add(new OnnxNode("Add", [to, constant], [product.Node.Outputs[0]]) { Name = label + "_bias" });
            }

            editor.Replace(product.Node, [.. nodes]);
        }
    }

    private string[] AddConstants(GraphEditor editor, Product product, int inputs, int outputs)
    {
        float[] weights = WeightStore.Values(editor.Constant(product.Weight.Name)!, product.Weight);
        BlockwiseWeights blocks = BlockwiseWeights.Quantize(weights, inputs, outputs, options);
        string name = product.Weight.Name;
        List<string> constants =
        [
            editor.AddConstant(new OnnxTensor(name + "_quantized", OnnxElementType.UInt8, [outputs, blocks.Blocks, blocks.BlockBytes], blocks.Data)),
            editor.AddConstant(OnnxTensor.Floats(name + "_scales", [outputs * blocks.Blocks], blocks.Scales)),
        ];
        if (blocks.Zeros.Length > 0) { constants.Add(editor.AddConstant(new OnnxTensor(name + "_zero_points", OnnxElementType.UInt8, [blocks.Zeros.Length], blocks.Zeros))); }
        return [.. constants];
    }
}
