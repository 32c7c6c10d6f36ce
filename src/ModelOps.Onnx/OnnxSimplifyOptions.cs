namespace ModelOps.Onnx;

/// <summary>What <see cref="OnnxSimplifier"/> does beyond what keeps every bit of the answers. Immutable.</summary>
public sealed record OnnxSimplifyOptions
{
    /// <summary>The defaults.</summary>
    public static OnnxSimplifyOptions Default { get; } = new();

    /// <summary>Largest constant in bytes that is computed where the constants that it is computed from take less. At least 0; default 1 MiB.</summary>
    public long MaxFoldedBytes
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    } = 1 << 20;

    /// <summary>Whether a batch normalization is put into the weights of the convolution or product before it. Changes answers by rounding. Default true.</summary>
    public bool FuseBatchNormalization { get; init; } = true;

    /// <summary>Whether a product of matrices and a bias become one <c>Gemm</c>, as ONNX Runtime does by itself. Default true.</summary>
    public bool FuseMatMulAdd { get; init; } = true;

    /// <summary>Whether additions, subtractions, multiplications and divisions by constants before or after a <c>Gemm</c> are put into its weights. Changes answers by rounding. Default false.</summary>
    public bool FuseScales { get; init; }

    /// <summary>Whether constants are also folded by operators without one correct rounding, e.g. <c>Exp</c> or <c>MatMul</c>, which runtimes round differently. Default false.</summary>
    public bool FoldInexactly { get; init; }
}
