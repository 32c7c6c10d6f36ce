using ModelOps.Benchmarks.Forests;
using ModelOps.Benchmarks.Models;

namespace ModelOps.Benchmarks.Registry.Swaps;

/// <summary>What is served while its alias moves.</summary>
internal static class SwapModel
{
    public const string Forest = "forest 100x31";
    public const string Mlp = "mlp 256-256-256-8";

    /// <summary>The model with numbers of its own for each seed.</summary>
    public static BenchmarkModel Create(string kind, int seed) => kind switch
    {
        Forest => new BenchmarkModel(kind, new BenchmarkForest(100, 31) { Seed = seed }.File(), BenchmarkForest.Features, 1),
        Mlp => BenchmarkModel.Mlp(kind, [256, 256, 256, 8], seed),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such model."),
    };
}
