using ModelOps.Onnx.Forests;

namespace ModelOps.Benchmarks.Forests;

/// <summary>Our side: the scorer, over the same batches in the same order.</summary>
internal sealed class ScoredForest(ForestScorer scorer, float[] rows, int batch)
{
    private int _first;

    /// <summary>The last answer.</summary>
    public float[] Output { get; } = new float[batch * scorer.Forest.TargetCount];

    /// <summary>Scores the next batch.</summary>
    public void Run()
    {
        int length = batch * BenchmarkForest.Features;
        scorer.Score(rows.AsSpan(_first, length), Output);
        _first += length;
        if (_first + length > rows.Length) { _first = 0; }
    }
}
