using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Kernels.Quantized;
using ModelOps.Onnx.Rewriting;

namespace ModelOps.Onnx.Operators.Quantized;

/// <summary>Turns operators between <c>DequantizeLinear</c> and <c>QuantizeLinear</c> into operators of integers, in the cases in which ONNX Runtime does.</summary>
internal sealed class QdqPass : IGraphPass
{
    /// <inheritdoc/>
    public void Apply(GraphEditor graph, int opset)
    {
        foreach (OnnxNode node in graph.Nodes.Where(static n => OperatorSet.Normalize(n.Domain).Length == 0))
        {
            switch (node.OpType)
            {
                case "MatMul" or "Gemm": QdqProduct.Join(graph, node); break;
                case "Conv": QdqConvolution.Join(graph, node); break;
                case "Add" or "Mul" or "Sigmoid" or "LeakyRelu" when graph.Contains(node): QdqElements.Join(graph, node); break;
            }
        }

        foreach (OnnxNode node in graph.Nodes.Where(static n => n.OpType == "DequantizeLinear")) { graph.RemoveUnread(node); }
        foreach (OnnxNode node in graph.Nodes.Where(static n => n.OpType is "QLinearMatMul" or "QGemm" or "MatMulIntegerToFloat")) { TakeQuantize(graph, node); }
        foreach (OnnxNode node in graph.Nodes.Where(static n => n.OpType is "QLinearMatMul" or "QGemm")) { TakeDequantize(graph, node); }
        if (VnniGemm.IsSupported) { return; }
        string[] outputs = [.. graph.Nodes.Where(static n => n.OpType is "QLinearMatMul" or "QGemm").Select(static n => n.Outputs[0])];
        foreach (string output in outputs) { PassWords(graph, output); }
    }

    /// <summary>Lets a product quantize its activations itself, where nobody else reads them.</summary>
    private static void TakeQuantize(GraphEditor graph, OnnxNode product)
    {
        if (product.Inputs.Count < 5 || graph.Producer(product.Inputs[0]) is not { OpType: "QuantizeLinear", Inputs.Count: >= 2 } quantize || !graph.TryGetOnlyConsumer(product.Inputs[0], out _)) { return; }
        (int scale, int zeroPoint) = product.OpType == "MatMulIntegerToFloat" ? (2, 4) : (1, 2);
        if (DequantizedValue.MadeBy(graph, quantize) is not { IsWhole: true } bytes || product.Inputs[scale] != bytes.Scale || product.Inputs[zeroPoint] != bytes.ZeroPoint) { return; }
        graph.Replace([quantize, product], product with { Domain = FusedDomain.Name, Inputs = [quantize.Inputs[0], .. product.Inputs.Skip(1)] });
    }

    /// <summary>Lets a product dequantize its answer itself, where nobody reads the bytes.</summary>
    private static void TakeDequantize(GraphEditor graph, OnnxNode product)
    {
        int scale = product.OpType == "QGemm" ? 7 : 6;
        if (product.Outputs.Count != 1 || product.Inputs.Count <= scale + 1 || !graph.TryGetOnlyConsumer(product.Outputs[0], out OnnxNode? dequantize) || dequantize.OpType != "DequantizeLinear") { return; }
        if (DequantizedValue.Behind(graph, dequantize.Outputs[0]) is not { IsWhole: true } bytes || product.Inputs[scale] != bytes.Scale || product.Inputs[scale + 1] != bytes.ZeroPoint) { return; }
        graph.Replace([product, dequantize], product with
        {
            Domain = FusedDomain.Name,
            Outputs = dequantize.Outputs,
            Attributes = [.. product.Attributes, OnnxAttribute.Int(Int8ProductOperators.Dequantize, 1)],
        });
    }

    /// <summary>Lets a product take the zero point off for the next one, where nobody else reads the bytes. Dot products of bytes want the bytes.</summary>
    private static void PassWords(GraphEditor graph, string output)
    {
        if (graph.Producer(output) is not { } product || !graph.TryGetOnlyConsumer(output, out OnnxNode? next) || next.Inputs[0] != output) { return; }
        if (next.OpType is not ("QLinearMatMul" or "QGemm" or "MatMulIntegerToFloat")) { return; }
        int scale = product.OpType == "QGemm" ? 7 : 6;
        (int nextScale, int nextZeroPoint) = next.OpType == "MatMulIntegerToFloat" ? (2, 4) : (1, 2);
        if (product.Inputs.Count <= scale + 1 || next.Inputs.Count <= nextZeroPoint || product.Inputs[scale] != next.Inputs[nextScale] || product.Inputs[scale + 1] != next.Inputs[nextZeroPoint]) { return; }
        if (graph.Constant(next.Inputs[nextScale]) is null || graph.Constant(next.Inputs[nextZeroPoint]) is null) { return; }
        graph.Replace([product], product with { Domain = FusedDomain.Name, Attributes = [.. product.Attributes, OnnxAttribute.Int(Int8ProductOperators.Words, 1)] });
        graph.Replace([next], next with { Domain = FusedDomain.Name });
    }
}
