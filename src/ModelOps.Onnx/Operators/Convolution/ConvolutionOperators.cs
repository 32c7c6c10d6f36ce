using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Kernels.Dense;
using ModelOps.Onnx.Operators.Dense;

namespace ModelOps.Onnx.Operators.Convolution;

/// <summary>Convolutions over one to three dimensions.</summary>
internal static class ConvolutionOperators
{
    /// <summary>Adds them.</summary>
    public static void AddTo(OperatorSet set)
    {
        set.Add(string.Empty, "Conv", static node => Compile(node, FusedActivation.Read(node.Attributes)));
        set.Add(FusedDomain.Name, "Conv", static node => Compile(node, FusedActivation.Read(node.Attributes)));
        set.Add(DenseOperators.Microsoft, "FusedConv", Fused);
    }

    /// <summary>ONNX Runtime's form gives the numbers of the activation as a list.</summary>
    private static CompiledNode Fused(NodeContext node)
    {
        if (node.HasInput(3)) { throw new UnsupportedNodeException("it adds another tensor"); }
        Activation activation = FusedActivation.Read(node.Attributes);
        IReadOnlyList<float> numbers = node.Attributes.Floats("activation_params");
        if (numbers.Count > 0) { activation = activation with { Alpha = numbers[0] }; }
        if (numbers.Count > 1) { activation = activation with { Beta = numbers[1] }; }
        return Compile(node, activation);
    }

    private static CompiledNode Compile(NodeContext node, Activation activation)
    {
        for (int i = 0; i < node.InputCount; i++)
        {
            if (node.HasInput(i)) { node.RequireType(i, OnnxElementType.Float); }
        }

        node.SetOutputType(0, OnnxElementType.Float);
        ConvolutionForm form = ConvolutionForm.Read(node.Attributes, activation);
        if (node.Constant(1) is { } w && w.Shape.Count is < 3 or > 5) { throw new UnsupportedNodeException($"its weights have {w.Shape.Count} dimensions"); }
        bool isConstant = node.Constant(1) is not null && (!node.HasInput(2) || node.Constant(2) is not null);
        return new CompiledNode(v => new ConvolutionStep(v.Input(0), v.Input(1), v.OptionalInput(2), v.Output(0), form)) { IsRowWise = isConstant };
    }
}
