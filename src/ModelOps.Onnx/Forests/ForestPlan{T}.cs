using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using ModelOps.Onnx.Forests.OneRow;
using ModelOps.Onnx.Forests.Ranking;
using ModelOps.Onnx.Kernels;

namespace ModelOps.Onnx.Forests;

/// <summary>A forest compiled for one precision.</summary>
/// <typeparam name="T">Type of comparisons and sums.</typeparam>
internal sealed class ForestPlan<T> : IForestPlan
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Rows from which a block pays against walking trees.</summary>
    private const int RowsAgainstWalk = 16;

    /// <summary>Rows from which a block pays against 64 trees at a time. Measured: hardly depends on trees and leaves.</summary>
    private const int RowsAgainstLanes = 48;

    /// <summary>Most leaves of a tree for which blocks pay.</summary>
    private const int MaxRankedLeaves = 1024;

    /// <summary>Most targets whose sums lie on the stack.</summary>
    private const int TargetsOnStack = 16;

    private readonly ForestEvaluator<T> _evaluator;
    private readonly ForestFinish<T> _finish;
    private readonly int _features;
    private readonly int _targets;
    private readonly IForestPlan? _ranked;
    private readonly LaneScorer<T>? _lanes;
    private readonly bool[] _isScored = [];
    private readonly int _rowsOfBlock = int.MaxValue;
    private readonly int _fewestRowsOfBlock = int.MaxValue;

    /// <summary>Compiles a forest.</summary>
    /// <param name="forest">The forest.</param>
    /// <param name="width">Width of the kernels.</param>
    /// <param name="options">How it is scored.</param>
    public ForestPlan(Forest forest, VectorWidth width, ForestScorerOptions options)
    {
        _evaluator = new ForestEvaluator<T>(forest);
        _finish = new ForestFinish<T>(forest);
        _features = forest.FeatureCount;
        _targets = forest.TargetCount;
        Kernel = "scalar";
        OneRowKernel = "scalar";
        if (RankCompiler.TryCompile(forest, MaxRankedLeaves, out RankedForest<T>? ranked))
        {
            _fewestRowsOfBlock = RowsAgainstWalk;
            _rowsOfBlock = 8 * Math.Max(sizeof(ulong), (int)width);
            _ranked = ranked.IsNarrow
                ? new RankedScorer<sbyte, T>(ranked, _finish, _features, _targets, width)
                : new RankedScorer<short, T>(ranked, _finish, _features, _targets, width);
            Kernel = $"ranks of {(ranked.IsNarrow ? 8 : 16)} bits, {(width == VectorWidth.Scalar ? "scalar" : $"{8 * (int)width}-bit vectors")}";
            VectorWidth laneWidth = LaneKernel.WidthFor(width);
            if (laneWidth != VectorWidth.Scalar && LaneCompiler.TryCompile(forest, ranked, LaneKernel.CodeOf(laneWidth), out LaneForest<T>? laned))
            {
                _lanes = new LaneScorer<T>(laned, ranked.Columns, laneWidth, options.AllowReorderedSums);
                _isScored = ranked.IsScored;

                _fewestRowsOfBlock = RowsAgainstLanes;
                OneRowKernel = $"ranks of 8 bits, 64 trees at a time, {8 * (int)laneWidth}-bit vectors";
            }
        }
    }

    /// <summary>What blocks of rows are scored with.</summary>
    public string Kernel { get; }

    /// <summary>What single rows are scored with.</summary>
    public string OneRowKernel { get; }

    public void Score(ReadOnlySpan<float> rows, Span<float> scores, Span<int> classes, int count)
    {
        int rest = count % _rowsOfBlock;
        if (rest >= _fewestRowsOfBlock) { rest = 0; }
        int blocked = count - rest;
        if (_ranked is not null && blocked > 0)
        {
            _ranked.Score(rows[..(blocked * _features)], scores[..(blocked * _targets)], classes.IsEmpty ? [] : classes[..blocked], blocked);
        }

        if (rest > 0) { ScoreEach(rows[(blocked * _features)..], scores[(blocked * _targets)..], classes.IsEmpty ? [] : classes[blocked..], rest); }
    }

    [SkipLocalsInit]
    private void ScoreEach(ReadOnlySpan<float> rows, Span<float> scores, Span<int> classes, int count)
    {
        T[]? pooledSums = _targets <= TargetsOnStack ? null : ArrayPool<T>.Shared.Rent(_targets);
        bool[]? pooledIsScored = _targets <= TargetsOnStack ? null : ArrayPool<bool>.Shared.Rent(_targets);
        Span<T> sums = pooledSums is null ? stackalloc T[TargetsOnStack] : pooledSums;
        Span<bool> isScored = pooledIsScored is null ? stackalloc bool[TargetsOnStack] : pooledIsScored;
        sums = sums[.._targets];
        isScored = isScored[.._targets];
        for (int row = 0; row < count; row++)
        {
            ReadOnlySpan<float> features = rows.Slice(row * _features, _features);
            if (_lanes is null) { _evaluator.Fold(features, sums, isScored); }
            else { _lanes.Fold(features, sums); }
            int best = _finish.Row(sums, _lanes is null ? isScored : _isScored, scores.Slice(row * _targets, _targets));
            if (!classes.IsEmpty) { classes[row] = best; }
        }

        if (pooledSums is not null) { ArrayPool<T>.Shared.Return(pooledSums); }
        if (pooledIsScored is not null) { ArrayPool<bool>.Shared.Return(pooledIsScored); }
    }
}
