namespace ModelOps.Onnx.Kernels.Dense;

/// <summary>Functions that layers end with. The names and formulas are those of the ONNX operators.</summary>
internal enum ActivationKind
{
    /// <summary>The value itself.</summary>
    None = 0,

    Relu,

    /// <summary>Between alpha and beta.</summary>
    Clip,

    /// <summary>Below 0, alpha times the value.</summary>
    LeakyRelu,

    Sigmoid,

    Tanh,

    /// <summary><c>0.5 x (1 + erf(x / sqrt 2))</c></summary>
    Gelu,

    /// <summary>GELU by tanh.</summary>
    GeluTanh,

    /// <summary><c>x sigmoid(alpha x)</c></summary>
    Swish,

    /// <summary><c>max(0, min(1, alpha x + beta))</c></summary>
    HardSigmoid,

    /// <summary>Below 0, <c>alpha (e^x - 1)</c>.</summary>
    Elu,

    /// <summary><c>x / (1 + |x|)</c></summary>
    Softsign,

    /// <summary><c>alpha x + beta</c></summary>
    Affine,

    /// <summary><c>alpha tanh(beta x)</c></summary>
    ScaledTanh,

    /// <summary>0 where not above alpha.</summary>
    ThresholdedRelu,
}
