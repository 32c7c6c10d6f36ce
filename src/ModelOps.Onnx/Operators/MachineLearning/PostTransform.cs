using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Forests;

namespace ModelOps.Onnx.Operators.MachineLearning;

/// <summary>What linear models and support vector machines do to the scores of a row at the end.</summary>
internal static class PostTransform
{
    /// <summary>Reads the attribute.</summary>
    /// <exception cref="UnsupportedNodeException">It is unknown.</exception>
    public static ForestTransform Of(NodeContext node) => node.Attributes.String("post_transform", "NONE") switch
    {
        "NONE" => ForestTransform.None,
        "LOGISTIC" => ForestTransform.Logistic,
        "SOFTMAX" => ForestTransform.Softmax,
        "SOFTMAX_ZERO" => ForestTransform.SoftmaxZero,
        "PROBIT" => ForestTransform.Probit,
        string other => throw new UnsupportedNodeException($"its post_transform is {Quote.Short(other)}"),
    };

    /// <summary>Transforms the scores of a row. ONNX Runtime transforms a single score by a probit or not at all, and so does this.</summary>
    public static void Apply(ForestTransform transform, Span<float> scores)
    {
        if (scores.Length > 1) { ForestTransforms.Apply(transform, scores); }
        else if (transform == ForestTransform.Probit) { scores[0] = ForestTransforms.Probit(scores[0]); }
    }

    /// <summary>Makes scores of both classes from the single one of the second: <c>1 - s</c> and <c>s</c>, or the logistic of <c>-s</c> and <c>s</c>. No other transform is applied.</summary>
    public static void Pair(ForestTransform transform, float score, Span<float> scores) => (scores[0], scores[1]) = transform == ForestTransform.Logistic
        ? (ForestTransforms.Logistic(-score), ForestTransforms.Logistic(score))
        : (1f - score, score);
}
