using Microsoft.ML.Data;

namespace ModelOps.Benchmarks.Forests;

/// <summary>A row as ML.NET takes it.</summary>
internal sealed class MLNetRow
{
    [VectorType(BenchmarkForest.Features)]
    public float[] Features { get; set; } = [];

    public float Label { get; set; }
}
