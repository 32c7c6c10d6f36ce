using ModelOps.Onnx.Kernels;

namespace ModelOps.Benchmarks.Forests;

/// <summary>The rows of the forests' table.</summary>
internal static class ForestCases
{
    private const double Narrow = 10;
    private const double ManyRows = 12;

    private static readonly BenchmarkForest Small = new(100, 31);
    private static readonly BenchmarkForest LeafWise = new(500, 31);
    private static readonly BenchmarkForest Large = new(1000, 31);
    private static readonly BenchmarkForest Deep = new(500, 64) { IsBalanced = true };
    private static readonly BenchmarkForest ManyDeep = new(1000, 64) { IsBalanced = true };
    private static readonly BenchmarkForest Leafy = new(500, 127);
    private static readonly BenchmarkForest Exact = new(100, 700) { CutsOfFeature = 1 << 20, Targets = 3 };

    public static IEnumerable<ForestCase> All
    {
        get
        {
            VectorWidth narrow = (VectorWidth)Math.Min((int)VectorWidth.Bits256, (int)VectorWidths.Best);
            foreach ((BenchmarkForest forest, double oneRow) in ((BenchmarkForest, double)[])[(Small, 10), (LeafWise, 10), (Deep, 15), (ManyDeep, 15), (Leafy, 10)])
            {
                yield return new ForestCase(forest, 1, oneRow, VectorWidths.Best);
                yield return new ForestCase(forest, 1, 0, VectorWidths.Best, IsBound: true);
                yield return new ForestCase(forest, 1, 0, VectorWidths.Best, IsReordered: true);
                yield return new ForestCase(forest, 1, 0, narrow);
                yield return new ForestCase(forest, 8, 0, VectorWidths.Best);
                yield return new ForestCase(forest, 64, 0, VectorWidths.Best);
                yield return new ForestCase(forest, 1024, ManyRows, VectorWidths.Best);
                yield return new ForestCase(forest, 1024, Narrow, narrow);
            }

            yield return new ForestCase(Large, 1024, ManyRows, VectorWidths.Best);
            yield return new ForestCase(Large, 1024, Narrow, narrow);
            foreach (int batch in (int[])[1, 8, 64, 1024]) { yield return new ForestCase(Exact, batch, 1, VectorWidths.Best); }
        }
    }
}
