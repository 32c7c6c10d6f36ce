namespace ModelOps.Onnx.Operators.MachineLearning;

/// <summary>Kernels of support vector machines. Source: ONNX, <c>kernel_type</c>.</summary>
internal enum SvmKernel
{
    /// <summary><c>x · v</c>.</summary>
    Linear,

    /// <summary><c>(gamma x · v + coef0) ^ degree</c>.</summary>
    Polynomial,

    /// <summary><c>exp(-gamma |x - v|²)</c>.</summary>
    Gaussian,

    /// <summary><c>tanh(gamma x · v + coef0)</c>.</summary>
    Sigmoid,
}
