using System.Buffers;
using System.Numerics;

namespace ModelOps.Onnx.Forests;

/// <summary>A forest compiled for one precision.</summary>
/// <typeparam name="T">Type of comparisons and sums.</typeparam>
internal sealed class ForestPlan<T> : IForestPlan
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ForestEvaluator<T> _evaluator;
    private readonly ForestFinish<T> _finish;
    private readonly int _features;
    private readonly int _targets;

    public ForestPlan(Forest forest)
    {
        _evaluator = new ForestEvaluator<T>(forest);
        _finish = new ForestFinish<T>(forest);
        _features = forest.FeatureCount;
        _targets = forest.TargetCount;
    }

    public void Score(ReadOnlySpan<float> rows, Span<float> scores, Span<int> classes, int count) => ScoreEach(rows, scores, classes, count);

    /// <summary>Scores rows one by one, of features in either precision.</summary>
    public void ScoreEach<TFeature>(ReadOnlySpan<TFeature> rows, Span<float> scores, Span<int> classes, int count)
        where TFeature : unmanaged, IBinaryFloatingPointIeee754<TFeature>
    {
        T[] sumsArray = ArrayPool<T>.Shared.Rent(_targets);
        bool[] isScoredArray = ArrayPool<bool>.Shared.Rent(_targets);
        Span<T> sums = sumsArray.AsSpan(0, _targets);
        Span<bool> isScored = isScoredArray.AsSpan(0, _targets);
        for (int row = 0; row < count; row++)
        {
            _evaluator.Fold(rows.Slice(row * _features, _features), sums, isScored);
            int best = _finish.Row(sums, isScored, scores.Slice(row * _targets, _targets));
            if (!classes.IsEmpty) { classes[row] = best; }
        }

        ArrayPool<bool>.Shared.Return(isScoredArray);
        ArrayPool<T>.Shared.Return(sumsArray);
    }
}
