namespace ModelOps.Onnx.Forests;

/// <summary>What is done to the scores of a row at the end. Source: ONNX, <c>post_transform</c>.</summary>
public enum ForestTransform
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary><c>1 / (1 + exp(-x))</c> of each score.</summary>
    Logistic,

    /// <summary>Exponentials over their sum.</summary>
    Softmax,

    /// <summary>As <see cref="Softmax"/>, but a score of zero stays zero.</summary>
    SoftmaxZero,

    /// <summary>Quantile of the normal distribution, by the approximation that ONNX Runtime uses.</summary>
    Probit,
}
