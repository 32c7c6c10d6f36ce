using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Rewriting;

namespace ModelOps.Onnx.Operators.MachineLearning;

/// <summary>Takes a scaler into the coefficients of the linear model behind it, and lets regressors without a transform run as dot products.</summary>
/// <remarks>
/// <c>(x - offset) * scale · w + b</c> becomes <c>x · (scale w) + (b - offset scale · w)</c>. That rounds otherwise: errors are relative to the size of
/// <c>x</c> instead of what is left when the offset is off. So it is done only while <c>|offset * scale|</c>, how many deviations the mean is from 0,
/// stays below <see cref="MaxDeviations"/>: scores then differ by at most 1e-5 of the sum of <c>|scale w x|</c>.
/// </remarks>
internal sealed class ScaledLinearPass : IGraphPass
{
    /// <summary>Most deviations that a mean may be from 0.</summary>
    public const float MaxDeviations = 64;

    /// <inheritdoc/>
    public void Apply(GraphEditor graph, int opset)
    {
        foreach (OnnxNode node in graph.Nodes)
        {
            if (node.Domain != MachineLearningDomain.Name || node is not { OpType: "LinearRegressor" or "LinearClassifier", Inputs.Count: 1 }) { continue; }
            OnnxNode? scaler = graph.Producer(node.Inputs[0]) is { OpType: "Scaler", Domain: MachineLearningDomain.Name, Inputs.Count: 1 } before && graph.TryGetOnlyConsumer(before.Outputs[0], out _) ? before : null;
            OnnxNode folded = scaler is null ? node : Fold(scaler, node);
            OnnxNode linear = IsDot(node) ? folded with { Domain = FusedDomain.Name, OpType = "Linear" } : folded;
            if (ReferenceEquals(linear, node)) { continue; }
            if (ReferenceEquals(folded, node)) { graph.Replace(node, linear); }
            else { graph.Replace([scaler!, node], linear); }
        }
    }

    private static bool IsDot(OnnxNode node) => node.OpType == "LinearRegressor" && new NodeAttributes(node).String("post_transform", "NONE") == "NONE";

    private static OnnxNode Fold(OnnxNode scaler, OnnxNode node)
    {
        NodeAttributes before = new(scaler), attributes = new(node);
        IReadOnlyList<float> offsets = before.Floats("offset"), scales = before.Floats("scale"), weights = attributes.Floats("coefficients"), intercepts = attributes.Floats("intercepts");
        int outputs = node.OpType == "LinearRegressor" ? (int)Math.Clamp(attributes.Int("targets", 1), 1, int.MaxValue) : intercepts.Count;
        if (outputs == 0 || weights.Count == 0 || weights.Count % outputs != 0 || (intercepts.Count != outputs && intercepts.Count != 0)) { return node; }
        int features = weights.Count / outputs;
        if (offsets.Count != scales.Count || (scales.Count != 1 && scales.Count != features)) { return node; }
        float[] folded = new float[weights.Count];
        float[] constants = new float[outputs];
        for (int output = 0; output < outputs; output++)
        {
            double constant = intercepts.Count > 0 ? intercepts[output] : 0;
            for (int i = 0; i < features; i++)
            {
                (float offset, float scale) = scales.Count == 1 ? (offsets[0], scales[0]) : (offsets[i], scales[i]);
                double weight = (double)scale * weights[(output * features) + i];
                if (!(Math.Abs((double)offset * scale) <= MaxDeviations) || !float.IsFinite((float)weight)) { return node; }
                folded[(output * features) + i] = (float)weight;
                constant -= offset * weight;
            }

            constants[output] = (float)constant;
        }

        return node with
        {
            Inputs = [scaler.Inputs[0]],
            Attributes =
            [
                .. node.Attributes.Where(static a => a.Name is not ("coefficients" or "intercepts")),
                OnnxAttribute.Floats("coefficients", folded),
                OnnxAttribute.Floats("intercepts", constants),
            ],
        };
    }
}
