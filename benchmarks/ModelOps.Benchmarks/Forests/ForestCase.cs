using ModelOps.Onnx.Kernels;

namespace ModelOps.Benchmarks.Forests;

/// <summary>A row to measure.</summary>
/// <param name="Forest">What is scored.</param>
/// <param name="Batch">Rows of a call.</param>
/// <param name="Speedup">Least speed-up; 0 to watch only.</param>
/// <param name="Width">Widest vectors that we may use.</param>
/// <param name="IsBound">Whether the peer's values are bound, else handed over.</param>
/// <param name="IsReordered">Whether we may add leaves in another order.</param>
internal sealed record ForestCase(BenchmarkForest Forest, int Batch, double Speedup, VectorWidth Width, bool IsBound = false, bool IsReordered = false)
{
    private bool IsNarrow => Width != VectorWidths.Best;

    public string NameAgainst(string peer) =>
        $"{Forest.Name}, {Batch} {(Batch == 1 ? "row" : "rows")}{(IsNarrow ? $", {8 * (int)Width}-bit vectors" : "")}{(IsReordered ? ", reordered sums" : "")}, against {peer}";
}
