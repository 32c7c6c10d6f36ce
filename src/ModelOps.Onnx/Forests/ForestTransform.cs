namespace ModelOps.Onnx.Forests;

/// <summary>What is done to the scores of a row at the end. Source: ONNX, <c>post_transform</c>.</summary>
/// <remarks>ONNX Runtime leaves a regression's only score alone unless the transform is a probit; a reader of ONNX nodes says <see cref="None"/> then, and a forest does what its transform says.</remarks>
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

    /// <summary><c>exp(x)</c> of each score: rates and amounts of Poisson, gamma and Tweedie models. No <c>post_transform</c> of ONNX; files say it with an <c>Exp</c> node.</summary>
    Exponential,
}
