using ModelOps.Onnx.Quantization.Graphs;
using ModelOps.Onnx.Rewriting;

namespace ModelOps.Onnx.Quantization.Dynamic;

/// <summary>Writes the nodes of a dynamically quantized product. Products that read the same value share its quantization.</summary>
internal sealed class DynamicRewriter(GraphEditor editor, WeightStore weights)
{
    private readonly Dictionary<string, (string Data, string Scale, string Zero)> _inputs = new(StringComparer.Ordinal);

    public void Rewrite(Product product)
    {
        QuantizedWeight weight = weights.Get(product.Weight, bias: [], input: 1f);
        string label = NodeFacts.Label(product.Node);
        List<OnnxNode> nodes = [];
        (string data, string scale, string zero) = Input(product.Input, nodes);
        string integers = editor.NewName(label + "_integers");
        string floats = editor.NewName(label + "_floats");
        string factor = editor.NewName(label + "_factor");
        float[] bias = product.BiasValues(editor);
        string scaled = bias.Length == 0 ? product.Node.Outputs[0] : editor.NewName(label + "_scaled");
        nodes.Add(new OnnxNode("MatMulInteger", [data, weight.Data, zero, weight.Zero], [integers]) { Name = label + "_quantized" });
        nodes.Add(new OnnxNode("Cast", [integers], [floats]) { Name = label + "_cast", Attributes = [OnnxAttribute.Int("to", (long)OnnxElementType.Float)] });
        nodes.Add(new OnnxNode("Mul", [scale, weight.Scale], [factor]) { Name = label + "_factor" });
        nodes.Add(new OnnxNode("Mul", [floats, factor], [scaled]) { Name = label + "_scale" });
        if (bias.Length > 0)
        {
            string constant = product.BiasFactor == 1f ? product.Bias : editor.AddConstant(OnnxTensor.Floats(product.Bias + "_scaled", [bias.Length], bias));
            nodes.Add(new OnnxNode("Add", [scaled, constant], [product.Node.Outputs[0]]) { Name = label + "_bias" });
        }

        editor.Replace(product.Node, [.. nodes]);
    }

    private (string Data, string Scale, string Zero) Input(string name, List<OnnxNode> nodes)
    {
        if (_inputs.TryGetValue(name, out (string, string, string) known)) { return known; }
        (string Data, string Scale, string Zero) made = (editor.NewName(name + "_quantized"), editor.NewName(name + "_scale"), editor.NewName(name + "_zero_point"));
        nodes.Add(new OnnxNode("DynamicQuantizeLinear", [name], [made.Data, made.Scale, made.Zero]) { Name = editor.NewName(name + "_QuantizeLinear") });
        _inputs.Add(name, made);
        return made;
    }
}
