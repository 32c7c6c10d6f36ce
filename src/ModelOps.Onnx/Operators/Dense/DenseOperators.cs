using ModelOps.Onnx.Execution;

namespace ModelOps.Onnx.Operators.Dense;

/// <summary>Operators that are products of matrices.</summary>
internal static class DenseOperators
{
    /// <summary>The domain of ONNX Runtime's own operators.</summary>
    public const string Microsoft = "com.microsoft";

    /// <summary>Adds them.</summary>
    public static void AddTo(OperatorSet set)
    {
        set.Add(string.Empty, "Gemm", GemmCompiler.Compile);
        set.Add(Microsoft, "FusedGemm", GemmCompiler.Compile);
        set.Add(FusedDomain.Name, "Gemm", GemmCompiler.Compile);
        set.Add(string.Empty, "MatMul", MatMulCompiler.Compile);
        set.Add(Microsoft, "FusedMatMul", MatMulCompiler.Compile);
        set.Add(FusedDomain.Name, "MatMul", MatMulCompiler.Compile);
    }
}
