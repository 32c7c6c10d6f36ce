using System.Buffers;
using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using ModelOps.Onnx.Forests.OneRow;
using ModelOps.Onnx.Forests.Ranking;
using ModelOps.Onnx.Forests.Walking;
using ModelOps.Onnx.Kernels;

namespace ModelOps.Onnx.Forests;

/// <summary>A forest compiled for one precision: which of its kernels serves how many rows.</summary>
/// <typeparam name="T">Type of comparisons and sums.</typeparam>
internal sealed class ForestPlan<T> : IForestPlan
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Most rows that are walked at a time, so that their sums stay near.</summary>
    private const int WalkedRows = 64;

    /// <summary>Most sums that lie on the stack.</summary>
    private const int SumsOnStack = 64;

    private readonly ForestEvaluator<T>? _evaluator;
    private readonly ForestWalker<T>? _walker;
    private readonly ForestFinish<T> _finish;
    private readonly int _features;
    private readonly int _targets;
    private readonly LaneScorer<T>? _lanes;
    private readonly Func<IForestPlan>? _makeBlocks;
    private readonly Lock _makingBlocks = new();
    private readonly bool[] _isScored = [];
    private readonly int _rowsOfBlock = int.MaxValue;
    private readonly int _fewestRowsOfBlock = int.MaxValue;
    private IForestPlan? _blocks;

    /// <summary>Compiles a forest.</summary>
    /// <param name="forest">The forest.</param>
    /// <param name="width">Width of the kernels.</param>
    /// <param name="options">How it is scored.</param>
    public ForestPlan(Forest forest, VectorWidth width, ForestScorerOptions options)
    {
        _finish = new ForestFinish<T>(forest);
        _features = forest.FeatureCount;
        _targets = forest.TargetCount;
        if (width != VectorWidth.Scalar && RankColumns.TryCreate(forest, out RankColumns? columns, out RankSplit[] splits))
        {
            string kernel = $"ranks of {(columns.IsNarrow ? 8 : 16)} bits, {8 * (int)width}-bit vectors";
            VectorWidth laneWidth = LaneKernel.WidthFor(width);
            if (LaneCompiler.TryCompile(forest, columns, splits, LaneKernel.CodeOf(laneWidth), out LaneForest<T>? laned))
            {
                _lanes = new LaneScorer<T>(laned, columns.All, laneWidth, options.AllowReorderedSums);
                _isScored = laned.IsScored;
                _rowsOfBlock = 8 * (int)width;
                _fewestRowsOfBlock = RankCosts.RowsAgainstLanes;

                // Most of the work of a load, which those who score a row at a time never need.
                _makeBlocks = () => RankCompiler.TryCompile(forest, columns, width, out RankedForest<T>? late)
                    ? Blocks(late, width)
                    : throw new UnreachableException("A forest that lies in lanes has no blocks.");
                Kernel = kernel;
                OneRowKernel = $"ranks of 8 bits, 64 trees at a time, {8 * (int)laneWidth}-bit vectors";
                return;
            }

            if (RankCompiler.TryCompile(forest, columns, width, out RankedForest<T>? ranked))
            {
                _rowsOfBlock = 8 * (int)width;
                _fewestRowsOfBlock = RankCosts.RowsAgainstWalk(ranked.Leaves, ranked.IsNarrow);
                _blocks = Blocks(ranked, width);
                Kernel = kernel;
            }
        }

        ForestLeaves<T> leaves = new(forest);
        _walker = ForestWalker<T>.TryCreate(forest, leaves);
        if (_walker is null) { _evaluator = new ForestEvaluator<T>(forest, leaves); }
        if (_blocks is null) { Kernel = _walker is null ? "scalar" : "walk of 4 rows at a time"; }
        OneRowKernel = _walker is null ? "scalar" : "walk of 4 trees at a time";
    }

    /// <summary>What blocks of rows are scored with.</summary>
    public string Kernel { get; } = "";

    /// <summary>What single rows are scored with.</summary>
    public string OneRowKernel { get; } = "";

    public void Score(ReadOnlySpan<float> rows, Span<float> scores, Span<int> classes, int count)
    {
        int rest = count % _rowsOfBlock;
        if (rest >= _fewestRowsOfBlock) { rest = 0; }
        int blocked = count - rest;
        if (blocked > 0)
        {
            (Volatile.Read(ref _blocks) ?? MakeBlocks()).Score(rows[..(blocked * _features)], scores[..(blocked * _targets)], classes.IsEmpty ? [] : classes[..blocked], blocked);
        }

        for (int first = blocked; first < count;)
        {
            int taken = Math.Min(count - first, _lanes is null && _walker is not null ? WalkedRows : 1);
            ScoreFew(
                rows.Slice(first * _features, taken * _features), scores.Slice(first * _targets, taken * _targets), classes.IsEmpty ? [] : classes.Slice(first, taken), taken);
            first += taken;
        }
    }

    private IForestPlan MakeBlocks()
    {
        lock (_makingBlocks) { return _blocks ??= _makeBlocks!(); }
    }

    private IForestPlan Blocks(RankedForest<T> ranked, VectorWidth width) => ranked.IsNarrow
        ? new RankedScorer<sbyte, T>(ranked, _finish, _features, _targets, width)
        : new RankedScorer<short, T>(ranked, _finish, _features, _targets, width);

    [SkipLocalsInit]
    private void ScoreFew(ReadOnlySpan<float> rows, Span<float> scores, Span<int> classes, int count)
    {
        int length = count * _targets;
        T[]? pooledSums = length <= SumsOnStack ? null : ArrayPool<T>.Shared.Rent(length);
        bool[]? pooledIsScored = length <= SumsOnStack ? null : ArrayPool<bool>.Shared.Rent(length);
        Span<T> sums = (pooledSums is null ? stackalloc T[SumsOnStack] : pooledSums)[..length];
        Span<bool> isScored = (pooledIsScored is null ? stackalloc bool[SumsOnStack] : pooledIsScored)[..length];
        if (_lanes is not null) { _lanes.Fold(rows, sums); }
        else if (_walker is not null) { _walker.Fold(rows, count, sums, isScored); }
        else { _evaluator!.Fold(rows, sums, isScored); }
        for (int row = 0; row < count; row++)
        {
            int first = row * _targets;
            int best = _finish.Row(
                sums.Slice(first, _targets), _lanes is null ? isScored.Slice(first, _targets) : _isScored, scores.Slice(first, _targets));
            if (!classes.IsEmpty) { classes[row] = best; }
        }

        if (pooledSums is not null) { ArrayPool<T>.Shared.Return(pooledSums); }
        if (pooledIsScored is not null) { ArrayPool<bool>.Shared.Return(pooledIsScored); }
    }
}
