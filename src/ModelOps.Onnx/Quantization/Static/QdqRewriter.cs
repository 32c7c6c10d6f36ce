using ModelOps.Onnx.Quantization.Graphs;
using ModelOps.Onnx.Rewriting;

namespace ModelOps.Onnx.Quantization.Static;

/// <summary>Writes the QDQ form: operators stay, and what they read and make passes through integers.</summary>
internal sealed class QdqRewriter(GraphEditor editor, StaticPlan plan, StaticParameters parameters, WeightStore weights) : IStaticRewriter
{
    private readonly HashSet<string> _rounded = new(StringComparer.Ordinal); // values that quantized nodes made: their own name is the rounded float
    private readonly Dictionary<string, string> _roundedCopies = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _roundedWeights = new(StringComparer.Ordinal);

    public void Rewrite(OnnxNode node)
    {
        List<OnnxNode> nodes = [];
        string[] inputs = [.. node.Inputs];
        foreach (int i in plan.Activations(node)) { inputs[i] = Rounded(inputs[i], nodes); }
        OnnxNode changed = plan.ProductOf(node) is { } product ? WithWeights(product, inputs, nodes) : node with { Inputs = inputs };
        OnnxNode? folded = plan.FoldedInto(node);
        string output = plan.Output(node);
        if (plan.QuantizesOutput(node))
        {
            string raw = editor.NewName(output + "_float");
            nodes.Add(changed with { Outputs = [raw] });
            AddRounding(raw, output, output, nodes);
            _rounded.Add(output);
        }
        else
        {
            nodes.Add(changed);
        }

        if (folded is null) { editor.Replace(node, [.. nodes]); }
        else { editor.Replace([node, folded], [.. nodes]); }
    }

    private OnnxNode WithWeights(Product product, string[] inputs, List<OnnxNode> nodes)
    {
        OnnxNode node = product.Node;
        float[] bias = product.BiasValues(editor);
        float inputScale = parameters.Of(product.Input).Scale;
        QuantizedWeight weight = weights.Get(product.Weight, bias, inputScale);
        inputs[1] = Dequantized(weight, product.Weight.Name, nodes);
        if (bias.Length > 0) { inputs[2] = Bias(product, weight, inputScale, bias, nodes); }

        // Transposing and factors are in the constants now.
        return node.OpType == "Gemm" ? node with { Inputs = inputs, Attributes = [] } : node with { Inputs = inputs };
    }

    private string Bias(Product product, QuantizedWeight weight, float inputScale, float[] bias, List<OnnxNode> nodes)
    {
        BiasConstants constants = BiasConstants.Add(editor, product, weight, inputScale, bias);
        string name = editor.NewName(product.Bias + "_dequantized");
        nodes.Add(Linear("DequantizeLinear", constants.Data, constants.Scale, constants.Zero, name, constants.IsPerChannel ? 0 : null));
        return name;
    }

    private string Dequantized(QuantizedWeight weight, string hint, List<OnnxNode> nodes)
    {
        if (_roundedWeights.TryGetValue(weight.Data, out string? known)) { return known; }
        string name = editor.NewName(hint + "_dequantized");
        nodes.Add(Linear("DequantizeLinear", weight.Data, weight.Scale, weight.Zero, name, weight.Axis));
        _roundedWeights.Add(weight.Data, name);
        return name;
    }

    private string Rounded(string name, List<OnnxNode> nodes)
    {
        if (_rounded.Contains(name)) { return name; }
        if (_roundedCopies.TryGetValue(name, out string? known)) { return known; }
        string copy = editor.NewName(name + "_dequantized");
        if (editor.Constant(name) is null) { AddRounding(name, name, copy, nodes); }
        else
        {
            (string scale, string zero) = parameters.Constants(name);
            nodes.Add(Linear("DequantizeLinear", parameters.QuantizedConstant(name), scale, zero, copy, axis: null));
        }

        _roundedCopies.Add(name, copy);
        return copy;
    }

    private void AddRounding(string from, string value, string to, List<OnnxNode> nodes)
    {
        (string scale, string zero) = parameters.Constants(value);
        string integers = editor.NewName(value + "_quantized");
        nodes.Add(Linear("QuantizeLinear", from, scale, zero, integers, axis: null));
        nodes.Add(Linear("DequantizeLinear", integers, scale, zero, to, axis: null));
    }

    private OnnxNode Linear(string op, string from, string scale, string zero, string to, int? axis) => new(op, [from, scale, zero], [to])
    {
        Name = editor.NewName($"{to}_{op}"),
        Attributes = axis is { } a ? [OnnxAttribute.Int("axis", a)] : [],
    };
}
