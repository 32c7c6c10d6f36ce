using Microsoft.ML;

namespace ModelOps.Benchmarks.Forests;

/// <summary>A peer: ML.NET's engine for one row, with rows and answer made once.</summary>
internal sealed class MLNetEngine(MLNetTrainedForest forest, float[] rows) : IForestPeer
{
    private readonly PredictionEngine<MLNetRow, MLNetScore> _engine = forest.Context.Model.CreatePredictionEngine<MLNetRow, MLNetScore>(forest.Model);
    private readonly MLNetRow[] _rows = MLNetTrainedForest.Split(rows);
    private MLNetScore _score = new();
    private int _next;

    public string Name => "ML.NET PredictionEngine";

    public float[] Output { get; } = new float[1];

    public void Run()
    {
        _engine.Predict(_rows[_next], ref _score);
        Output[0] = _score.Score;
        _next = _next + 1 == _rows.Length ? 0 : _next + 1;
    }

    public void Dispose() => _engine.Dispose();
}
