using ModelOps.Onnx.Quantization.Graphs;
using ModelOps.Onnx.Rewriting;

namespace ModelOps.Onnx.Quantization.Static;

/// <summary>Writes the form of quantized operators. Source: ONNX, <c>QLinearConv</c>, <c>QLinearMatMul</c>; ONNX Runtime, contributed operators.</summary>
internal sealed class QOperatorRewriter(GraphEditor editor, StaticPlan plan, StaticParameters parameters, WeightStore weights) : IStaticRewriter
{
    private readonly Dictionary<string, string> _integers = new(StringComparer.Ordinal);

    public void Rewrite(OnnxNode node)
    {
        List<OnnxNode> nodes = [];
        string output = plan.Output(node);
        bool quantizes = plan.QuantizesOutput(node);
        string to = quantizes ? editor.NewName(output + "_quantized") : output;
        if (quantizes) { _integers[output] = to; }
        Write(node, to, quantizes, nodes);
        if (quantizes && IsReadAsFloat(output))
        {
            (string scale, string zero) = parameters.Constants(output);
            nodes.Add(new OnnxNode("DequantizeLinear", [to, scale, zero], [output]) { Name = editor.NewName(output + "_DequantizeLinear") });
        }

        if (plan.FoldedInto(node) is { } folded) { editor.Replace([node, folded], [.. nodes]); }
        else { editor.Replace(node, [.. nodes]); }
    }

    private void Write(OnnxNode node, string to, bool quantizes, List<OnnxNode> nodes)
    {
        string[] a = Triple(node.Inputs[0], nodes);
        string[] y = quantizes ? Pair(plan.Output(node)) : [];
        Product? product = plan.ProductOf(node);
        switch (node.OpType)
        {
            case "MatMul" when product is null && !quantizes:
                string[] b = Triple(node.Inputs[1], nodes);
                WriteFloatProduct(node, a, b[0], b[2], [parameters.Of(node.Inputs[0]).Scale * parameters.Of(node.Inputs[1]).Scale], isPerChannel: false, to, nodes);
                break;
            case "MatMul" when product is null: nodes.Add(New(node, "QLinearMatMul", [.. a, .. Triple(node.Inputs[1], nodes), .. y], to)); break;
            case "MatMul" or "Gemm" or "Conv": WriteProduct(product!, a, y, to, nodes); break;
            case "Add" or "Mul": nodes.Add(New(node, "QLinear" + node.OpType, [.. a, .. Triple(node.Inputs[1], nodes), .. y], to, QuantizedModel.Microsoft)); break;
            case "Concat": nodes.Add(New(node, "QLinearConcat", [.. y, .. node.Inputs.SelectMany(i => Triple(i, nodes))], to, QuantizedModel.Microsoft) with { Attributes = node.Attributes }); break;
            case "AveragePool" or "GlobalAveragePool" or "Sigmoid" or "LeakyRelu":
                nodes.Add(New(node, "QLinear" + node.OpType, [.. a, .. y], to, QuantizedModel.Microsoft) with { Attributes = node.Attributes });
                break;
            default: nodes.Add(node with { Inputs = [a[0], .. node.Inputs.Skip(1)], Outputs = [to] }); break;
        }
    }

    private void WriteProduct(Product product, string[] a, string[] y, string to, List<OnnxNode> nodes)
    {
        OnnxNode node = product.Node;
        float inputScale = parameters.Of(product.Input).Scale;
        float[] bias = product.BiasValues(editor);
        QuantizedWeight weight = weights.Get(product.Weight, bias, inputScale);
        string[] w = [weight.Data, weight.Scale, weight.Zero];
        string[] c = bias.Length == 0 ? [] : [BiasConstants.Add(editor, product, weight, inputScale, bias).Data];
        switch (node.OpType)
        {
            case "Conv": nodes.Add(New(node, "QLinearConv", [.. a, .. w, .. y, .. c], to) with { Attributes = node.Attributes }); break;
            case "Gemm": nodes.Add(New(node, "QGemm", [.. a, .. w, c.Length == 0 ? string.Empty : c[0], .. y], to, QuantizedModel.Microsoft)); break;
            default:
                if (y.Length > 0) { nodes.Add(New(node, "QLinearMatMul", [.. a, .. w, .. y], to)); }
                else { WriteFloatProduct(node, a, weight.Data, weight.Zero, [.. weight.Scales.Select(scale => inputScale * scale)], weight.Axis is not null, to, nodes); }
                break;
        }
    }

    private void WriteFloatProduct(OnnxNode node, string[] a, string data, string zero, float[] factors, bool isPerChannel, string to, List<OnnxNode> nodes)
    {
        string label = NodeFacts.Label(node);
        string integers = editor.NewName(label + "_integers");
        string floats = editor.NewName(label + "_floats");
        string factor = editor.AddConstant(OnnxTensor.Floats(label + "_factor", isPerChannel ? [factors.Length] : [], factors));
        nodes.Add(new OnnxNode("MatMulInteger", [a[0], data, a[2], zero], [integers]) { Name = label + "_quantized" });
        nodes.Add(new OnnxNode("Cast", [integers], [floats]) { Name = label + "_cast", Attributes = [OnnxAttribute.Int("to", (long)OnnxElementType.Float)] });
        nodes.Add(new OnnxNode("Mul", [floats, factor], [to]) { Name = label + "_scale" });
    }

    private static OnnxNode New(OnnxNode node, string op, string[] inputs, string to, string domain = "") =>
        new(op, inputs, [to]) { Name = NodeFacts.Label(node) + "_quantized", Domain = domain };

    private string[] Pair(string name)
    {
        (string scale, string zero) = parameters.Constants(name);
        return [scale, zero];
    }

    private string[] Triple(string name, List<OnnxNode> nodes) => [Integers(name, nodes), .. Pair(name)];

    private string Integers(string name, List<OnnxNode> nodes)
    {
        if (_integers.TryGetValue(name, out string? known)) { return known; }
        string made = editor.Constant(name) is null ? editor.NewName(name + "_quantized") : parameters.QuantizedConstant(name);
        if (editor.Constant(name) is null)
        {
            (string scale, string zero) = parameters.Constants(name);
            nodes.Add(new OnnxNode("QuantizeLinear", [name, scale, zero], [made]) { Name = editor.NewName(name + "_QuantizeLinear") });
        }

        _integers.Add(name, made);
        return made;
    }

    private bool IsReadAsFloat(string name) =>
        editor.IsOutput(name) || editor.Consumers(name).Any(reader => !plan.IsPlanned(reader) || SubgraphReads.Of(reader).Contains(name));
}
