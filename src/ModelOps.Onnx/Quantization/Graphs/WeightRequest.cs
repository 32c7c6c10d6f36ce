namespace ModelOps.Onnx.Quantization.Graphs;

/// <summary>A weight as a node sees it.</summary>
/// <param name="Name">Name of the constant.</param>
/// <param name="Axis">Axis of the output channels after transposing; null when there is none.</param>
internal readonly record struct WeightRequest(string Name, int? Axis)
{
    /// <summary>Whether the matrix is stored transposed.</summary>
    public bool IsTransposed { get; init; }

    /// <summary>What the weight is multiplied by, e.g. alpha of <c>Gemm</c>.</summary>
    public float Factor { get; init; } = 1f;

    /// <summary>Whether runtimes take only zero points of 0 when channels have their own scales.</summary>
    public bool MustBeSymmetricPerChannel { get; init; }
}
