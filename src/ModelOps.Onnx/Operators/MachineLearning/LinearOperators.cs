using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Forests;
using ModelOps.Onnx.Kernels.Dense;

namespace ModelOps.Onnx.Operators.MachineLearning;

/// <summary>Linear models.</summary>
internal static class LinearOperators
{
    /// <summary>Most scores of a row.</summary>
    private const int MaxScores = 65536;

    /// <summary>Adds them.</summary>
    public static void AddTo(OperatorSet set)
    {
        set.Add(MachineLearningDomain.Name, "LinearRegressor", Regressor);
        set.Add(MachineLearningDomain.Name, "LinearClassifier", Classifier);
        set.Add(FusedDomain.Name, "Linear", Linear);
    }

    private static CompiledNode Regressor(NodeContext node)
    {
        node.RequireType(0, OnnxElementType.Float);
        node.SetOutputType(0, OnnxElementType.Float);
        long targets = node.Attributes.Int("targets", 1);
        DotPanel panel = Panel(node, targets);
        float[] intercepts = [.. node.Attributes.Floats("intercepts")];
        if (intercepts.Length != targets) { intercepts = []; }
        ForestTransform transform = PostTransform.Of(node);
        return new CompiledNode(v => new LinearRegressorStep(panel, intercepts, transform, v.Input(0), v.Output(0))) { IsRowWise = true };
    }

    /// <summary>What <see cref="ScaledLinearPass"/> makes of regressors.</summary>
    private static CompiledNode Linear(NodeContext node)
    {
        FeatureTypes.RequireNumbers(node);
        node.SetOutputType(0, OnnxElementType.Float);
        int targets = (int)Math.Clamp(node.Attributes.Int("targets", 1), 0, int.MaxValue);
        float[] coefficients = [.. node.Attributes.Floats("coefficients")];
        if (targets is < 1 or > MaxScores || coefficients.Length == 0 || coefficients.Length % targets != 0) { throw new UnsupportedNodeException($"it has {coefficients.Length} coefficients for {targets} scores"); }
        float[] intercepts = [.. node.Attributes.Floats("intercepts")];
        DenseLayer layer = new(FloatKernels.Best, coefficients, coefficients.Length / targets, targets, isTransposed: true, intercepts.Length == targets ? intercepts : [], Activation.None);
        return new CompiledNode(v => new LinearStep(layer, v.Input(0), v.Output(0))) { IsRowWise = node.Shape(0) is { Count: > 1 }, Choice = layer.Choice };
    }

    private static CompiledNode Classifier(NodeContext node)
    {
        FeatureTypes.RequireNumbers(node);
        float[] intercepts = [.. node.Attributes.Floats("intercepts")];
        ClassLabels labels = ClassLabels.Of(node, "classlabels_ints", "classlabels_strings");
        DotPanel panel = Panel(node, intercepts.Length);
        bool isPaired = intercepts.Length == 1;
        if (isPaired ? labels.Count != 2 : labels.Count < intercepts.Length) { throw new UnsupportedNodeException($"it has {intercepts.Length} scores and {labels.Count} labels"); }
        ForestTransform transform = PostTransform.Of(node);
        if (isPaired && transform == ForestTransform.Probit) { throw new UnsupportedNodeException("a probit of a single score for two classes leaves one of them open"); }
        node.SetOutputType(0, labels.Type);
        node.SetOutputType(1, OnnxElementType.Float);
        return new CompiledNode(v => new LinearClassifierStep(panel, intercepts, transform, labels, isPaired, v.Input(0), v.OptionalOutput(0), v.OptionalOutput(1))) { IsRowWise = true };
    }

    private static DotPanel Panel(NodeContext node, long outputs)
    {
        float[] coefficients = [.. node.Attributes.Floats("coefficients")];
        return outputs is >= 1 and <= MaxScores && coefficients.Length > 0 && coefficients.Length % outputs == 0
            ? new DotPanel(coefficients, (int)outputs, coefficients.Length / (int)outputs)
            : throw new UnsupportedNodeException($"it has {coefficients.Length} coefficients for {outputs} scores");
    }
}
