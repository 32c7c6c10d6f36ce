using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Kernels.Dense;
using ModelOps.Onnx.Operators.Dense;

namespace ModelOps.Onnx.Operators.Attention;

/// <summary>The activations of transformers: GELU of <c>ai.onnx</c> 20 and what ONNX Runtime's optimizer fuses into. Source: Hendrycks and Gimpel, "Gaussian error linear units", 2016.</summary>
internal static class GeluOperators
{
    private static readonly Activation Exact = new(ActivationKind.Gelu);
    private static readonly Activation ByTanh = new(ActivationKind.GeluTanh);

    /// <summary>Adds them.</summary>
    public static void AddTo(OperatorSet set)
    {
        set.Add(string.Empty, "Gelu", static node => Compile(node, Gelu(node)));
        set.Add(DenseOperators.Microsoft, "Gelu", static node => Compile(node, Exact));
        set.Add(DenseOperators.Microsoft, "BiasGelu", static node => Compile(node, Exact));
        set.Add(DenseOperators.Microsoft, "FastGelu", static node => Compile(node, ByTanh));
        set.Add(DenseOperators.Microsoft, "QuickGelu", static node => Compile(node, new Activation(ActivationKind.Swish, node.Attributes.Float("alpha", 1.702f))));
    }

    private static Activation Gelu(NodeContext node) => node.Attributes.String("approximate", "none") switch
    {
        "none" => Exact,
        "tanh" => ByTanh,
        string other => throw new UnsupportedNodeException($"its approximation '{other}' is unknown"),
    };

    private static CompiledNode Compile(NodeContext node, Activation activation)
    {
        node.RequireType(0, OnnxElementType.Float);
        if (node.HasInput(1)) { node.RequireType(1, OnnxElementType.Float); }
        node.SetOutputType(0, OnnxElementType.Float);
        bool isRowWise = !node.HasInput(1) || (node.Constant(1) is not null && node.Shape(0) is { Count: > 1 });
        return new CompiledNode(v => new ActivationStep(v.Input(0), v.OptionalInput(1), v.Output(0), activation)) { IsRowWise = isRowWise };
    }
}
