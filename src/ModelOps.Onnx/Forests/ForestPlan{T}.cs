using System.Buffers;
using System.Numerics;
using ModelOps.Onnx.Forests.Ranking;

namespace ModelOps.Onnx.Forests;

/// <summary>A forest compiled for one precision.</summary>
/// <typeparam name="T">Type of comparisons and sums.</typeparam>
internal sealed class ForestPlan<T> : IForestPlan
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Rows from which a block pays.</summary>
    private const int RankedRows = 4;

    private readonly ForestEvaluator<T> _evaluator;
    private readonly ForestFinish<T> _finish;
    private readonly int _features;
    private readonly int _targets;

    private readonly IForestPlan? _ranked;

    /// <summary>Compiles a forest.</summary>
    /// <param name="forest">The forest.</param>
    /// <param name="width">Width of the kernels for many rows.</param>
    public ForestPlan(Forest forest, VectorWidth width)
    {
        _evaluator = new ForestEvaluator<T>(forest);
        _finish = new ForestFinish<T>(forest);
        _features = forest.FeatureCount;
        _targets = forest.TargetCount;
        Kernel = "scalar";
        if (RankCompiler.TryCompile(forest, out RankedForest<T>? ranked))
        {
            _ranked = ranked.IsNarrow
                ? new RankedScorer<sbyte, byte, T>(ranked, _finish, _features, _targets, width)
                : new RankedScorer<short, ushort, T>(ranked, _finish, _features, _targets, width);
            Kernel = $"ranks of {(ranked.IsNarrow ? 8 : 16)} bits, {(width == VectorWidth.Scalar ? "scalar" : $"{8 * (int)width}-bit vectors")}";
        }
    }

    public string Kernel { get; }

    public void Score(ReadOnlySpan<float> rows, Span<float> scores, Span<int> classes, int count)
    {
        if (_ranked is not null && count >= RankedRows) { _ranked.Score(rows, scores, classes, count); }
        else { ScoreEach(rows, scores, classes, count); }
    }

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
