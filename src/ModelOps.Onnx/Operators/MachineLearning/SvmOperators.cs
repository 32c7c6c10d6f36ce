using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Forests;

namespace ModelOps.Onnx.Operators.MachineLearning;

/// <summary>Support vector machines.</summary>
internal static class SvmOperators
{
    /// <summary>Most classes: scores of pairs grow with their square.</summary>
    private const int MaxClasses = 1024;

    /// <summary>Adds them.</summary>
    public static void AddTo(OperatorSet set)
    {
        set.Add(MachineLearningDomain.Name, "SVMRegressor", Regressor);
        set.Add(MachineLearningDomain.Name, "SVMClassifier", Classifier);
    }

    private static CompiledNode Regressor(NodeContext node)
    {
        node.RequireType(0, OnnxElementType.Float);
        node.SetOutputType(0, OnnxElementType.Float);
        float[] coefficients = [.. node.Attributes.Floats("coefficients")];
        IReadOnlyList<float> rho = node.Attributes.Floats("rho");
        long count = node.Attributes.Int("n_supports", 0);
        if (rho.Count == 0) { throw new UnsupportedNodeException("it has no rho"); }
        if (count > 0 && coefficients.Length != count) { throw new UnsupportedNodeException($"it has {coefficients.Length} coefficients for {count} vectors"); }
        bool isLinear = count <= 0;
        SupportVectors vectors = isLinear
            ? SupportVectors.Of(node, coefficients, 1, isLinear)
            : SupportVectors.Of(node, [.. node.Attributes.Floats("support_vectors")], (int)count, isLinear);
        bool isOneClass = node.Attributes.Flag("one_class");
        float[]? weights = isLinear ? null : coefficients;
        float first = rho[0];
        return new CompiledNode(v => new SvmRegressorStep(vectors, weights, first, isOneClass, v.Input(0), v.Output(0))) { IsRowWise = true };
    }

    private static CompiledNode Classifier(NodeContext node)
    {
        FeatureTypes.RequireNumbers(node);
        SvmClassifierModel model = Read(node);
        node.SetOutputType(0, model.Labels.Type);
        node.SetOutputType(1, OnnxElementType.Float);
        return new CompiledNode(v => new SvmClassifierStep(model, v.Input(0), v.OptionalOutput(0), v.OptionalOutput(1))) { IsRowWise = true };
    }

    private static SvmClassifierModel Read(NodeContext node)
    {
        ClassLabels labels = ClassLabels.Of(node, "classlabels_ints", "classlabels_strings");
        IReadOnlyList<long> counts = node.Attributes.Ints("vectors_per_class");
        float[] coefficients = [.. node.Attributes.Floats("coefficients")];
        long total = counts.Any(static c => c is < 0 or > int.MaxValue) ? -1 : counts.Sum();
        if (labels.Count is < 1 or > MaxClasses) { throw new UnsupportedNodeException($"it has {labels.Count} classes; 1 to {MaxClasses} are possible"); }
        if (total is < 0 or > int.MaxValue) { throw new UnsupportedNodeException("its vectors_per_class are below 0, or too many"); }
        bool isLinear = total == 0;
        SvmClassifierModel model = new()
        {
            Labels = labels,
            VectorsOfClass = isLinear ? [] : [.. counts.Select(static c => (int)c)],
            Coefficients = coefficients,
            Rho = [.. node.Attributes.Floats("rho")],
            SigmoidA = [.. node.Attributes.Floats("prob_a")],
            SigmoidB = [.. node.Attributes.Floats("prob_b")],
            Transform = PostTransform.Of(node),
            Vectors = isLinear
                ? SupportVectors.Of(node, coefficients, labels.Count, isLinear)
                : SupportVectors.Of(node, [.. node.Attributes.Floats("support_vectors")], (int)total, isLinear),
        };
        Check(model);
        return model;
    }

    private static void Check(SvmClassifierModel model)
    {
        int sigmoids = model.SigmoidA.Length;
        if (sigmoids != model.SigmoidB.Length) { throw new UnsupportedNodeException($"it has {sigmoids} values of prob_a and {model.SigmoidB.Length} of prob_b"); }
        if (model.Rho.Length < (model.IsLinear ? 1 : model.Pairs)) { throw new UnsupportedNodeException($"it has {model.Rho.Length} values of rho for {model.Pairs} pairs of classes"); }
        if (model.IsLinear) { return; }
        if (model.Classes < 2 || model.VectorsOfClass.Length != model.Classes) { throw new UnsupportedNodeException($"it has {model.Classes} classes and vectors for {model.VectorsOfClass.Length}"); }
        if (sigmoids > 0 && sigmoids < model.Pairs) { throw new UnsupportedNodeException($"it has {sigmoids} values of prob_a for {model.Pairs} pairs of classes"); }
        if (model.Coefficients.Length < (model.Classes - 1L) * model.Vectors.Count) { throw new UnsupportedNodeException($"it has {model.Coefficients.Length} coefficients for {model.Vectors.Count} vectors and {model.Classes} classes"); }
        if (sigmoids == 0 && model.Classes == 2 && model.Transform == ForestTransform.Probit) { throw new UnsupportedNodeException("a probit of a single score for two classes leaves one of them open"); }
    }
}
