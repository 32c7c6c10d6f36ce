using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Rewriting;

namespace ModelOps.Onnx.Operators.Quantized;

/// <summary>Joins what dynamic quantization makes of a product: <c>DynamicQuantizeLinear, MatMulInteger, Cast, Mul, Mul, Add, Relu</c> become one node. Each product
/// quantizes by itself, so that rows can be kept apart.</summary>
internal sealed class DynamicProductPass : IGraphPass
{
    /// <inheritdoc/>
    public void Apply(GraphEditor graph, int opset)
    {
        foreach (OnnxNode node in graph.Nodes.Where(static n => n.OpType == "MatMulInteger" && OperatorSet.Normalize(n.Domain).Length == 0)) { Join(graph, node); }
    }

    private static void Join(GraphEditor graph, OnnxNode product)
    {
        if (product is not { Inputs.Count: >= 3, Outputs.Count: 1 } || graph.Constant(product.Inputs[1]) is not { Shape: [_, long columns] }) { return; }
        if (product.Inputs.Count > 3 && product.Inputs[3].Length > 0 && graph.Constant(product.Inputs[3]) is null) { return; }
        if (!graph.TryGetOnlyConsumer(product.Outputs[0], out OnnxNode? cast) || !cast.IsCastToFloat() ||
            !graph.TryGetOnlyConsumer(cast.Outputs[0], out OnnxNode? scaled) || scaled.OpType != "Mul") { return; }
        string scale = scaled.OtherInput(cast.Outputs[0]);
        if (graph.Producer(scale) is not { OpType: "Mul" } scales || graph.Producer(product.Inputs[0]) is not { OpType: "DynamicQuantizeLinear", Outputs.Count: 3 } dynamic) { return; }
        string weightScale = scales.OtherInput(dynamic.Outputs[1]);
        if (!scales.Inputs.Contains(dynamic.Outputs[1]) || dynamic.Outputs[0] != product.Inputs[0] || dynamic.Outputs[2] != product.Inputs[2] ||
            graph.Constant(weightScale) is not { ElementType: OnnxElementType.Float } constant || !constant.IsOneOrOneEach(columns)) { return; }

        List<OnnxNode> old = [product, cast, scaled];
        string bias = graph.TakeBias(old, columns);
        bool isRelu = graph.Take(old, "Relu");
        string zeroPoint = product.Inputs.Count > 3 ? product.Inputs[3] : string.Empty;
        graph.Replace([.. old], new OnnxNode("DynamicQuantizeMatMul", [dynamic.Inputs[0], product.Inputs[1], weightScale, zeroPoint, bias], old[^1].Outputs)
        {
            Domain = FusedDomain.Name,
            Name = product.Name,
            Attributes = [OnnxAttribute.Int(Int8ProductOperators.Relu, isRelu ? 1 : 0)],
        });
        graph.RemoveUnread(scales);
        graph.RemoveUnread(dynamic);
    }
}
