using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ModelOps.Onnx.Forests.Ranking;
using ModelOps.Onnx.Kernels;

namespace ModelOps.Onnx.Forests.Walking;

/// <summary>Walks trees without branches on data, four at a time: trees of a row, or rows of a tree. What serves forests that no vector kernel does. Thread-safe.</summary>
/// <typeparam name="T">Type of sums.</typeparam>
internal sealed class ForestWalker<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Lanes = 4;

    /// <summary>Most rows of a block, and the keys that it may take: half of a first-level cache.</summary>
    private const int MaxRows = 64;
    private const int MaxKeys = 4096;

    private readonly LineAligned<WalkNode> _nodes;
    private readonly (int First, int Count)[] _leavesOfNodes;
    private readonly int[] _roots;
    private readonly RankColumnKey[] _columns;
    private readonly ForestLeaves<T> _leaves;
    private readonly int _features;
    private readonly int _targets;
    private readonly int _rowsOfBlock;

    private ForestWalker(Forest forest, WalkCompiler compiled, ForestLeaves<T> leaves)
    {
        _nodes = new LineAligned<WalkNode>(CollectionsMarshal.AsSpan(compiled.Nodes));
        _leavesOfNodes = [.. compiled.Leaves];
        _roots = [.. compiled.Roots];
        _columns = [.. compiled.Columns];
        _leaves = leaves;
        _features = forest.FeatureCount;
        _targets = forest.TargetCount;
        _rowsOfBlock = Math.Clamp(MaxKeys / Math.Max(1, _columns.Length) / Lanes * Lanes, Lanes, MaxRows);
    }

    /// <summary>Prepares to walk a forest.</summary>
    /// <returns>The walker; null where a threshold has no bound or the forest is too large.</returns>
    public static ForestWalker<T>? TryCreate(Forest forest, ForestLeaves<T> leaves)
    {
        WalkCompiler compiler = new(forest);
        return compiler.TryCompile() ? new ForestWalker<T>(forest, compiler, leaves) : null;
    }

    /// <summary>Folds the leaves that rows reach, each row's in the order of the trees.</summary>
    /// <param name="rows">Features, row-major.</param>
    /// <param name="count">Number of rows.</param>
    /// <param name="sums">One for each target of each row, row-major; overwritten.</param>
    /// <param name="isScored">Whether a leaf gave anything to the target; overwritten.</param>
    public void Fold(ReadOnlySpan<float> rows, int count, Span<T> sums, Span<bool> isScored)
    {
        sums[..(count * _targets)].Clear();
        isScored[..(count * _targets)].Clear();
        int[] keys = ArrayPool<int>.Shared.Rent(Math.Max(1, _columns.Length) * _rowsOfBlock);
        for (int first = 0; first < count; first += _rowsOfBlock)
        {
            int taken = Math.Min(_rowsOfBlock, count - first);
            MakeKeys(rows.Slice(first * _features, taken * _features), taken, keys);
            Span<T> ofBlock = sums.Slice(first * _targets, taken * _targets);
            Span<bool> isScoredOfBlock = isScored.Slice(first * _targets, taken * _targets);
            int done = taken / Lanes * Lanes;
            if (done > 0) { FoldRows(keys, done, ofBlock, isScoredOfBlock); }
            for (int row = done; row < taken; row++)
            {
                FoldRow(ref keys[row * _columns.Length], ofBlock.Slice(row * _targets, _targets), isScoredOfBlock.Slice(row * _targets, _targets));
            }
        }

        ArrayPool<int>.Shared.Return(keys);
    }

    private void MakeKeys(ReadOnlySpan<float> rows, int count, int[] keys)
    {
        int at = 0;
        for (int row = 0; row < count; row++)
        {
            ReadOnlySpan<float> features = rows.Slice(row * _features, _features);
            foreach (RankColumnKey column in _columns) { keys[at++] = WalkKey.Of(features[column.Feature], column); }
        }
    }

    /// <summary>Four rows of each tree at a time.</summary>
    private void FoldRows(int[] keys, int count, Span<T> sums, Span<bool> isScored)
    {
        int columns = _columns.Length;
        Span<int> at = stackalloc int[Lanes];
        foreach (int root in _roots)
        {
            for (int row = 0; row < count; row += Lanes)
            {
                at.Fill(root);
                Walk(ref MemoryMarshal.GetArrayDataReference(keys), row * columns, columns, at);
                for (int lane = 0; lane < Lanes; lane++)
                {
                    (int first, int weights) = _leavesOfNodes[at[lane]];
                    int target = (row + lane) * _targets;
                    _leaves.Fold(first, weights, sums.Slice(target, _targets), isScored.Slice(target, _targets));
                }
            }
        }
    }

    /// <summary>Four trees of a row at a time.</summary>
    private void FoldRow(ref int keys, Span<T> sums, Span<bool> isScored)
    {
        Span<int> at = stackalloc int[Lanes];
        for (int tree = 0; tree < _roots.Length; tree += Lanes)
        {
            int taken = Math.Min(Lanes, _roots.Length - tree);
            at.Fill(_roots[tree]);
            _roots.AsSpan(tree, taken).CopyTo(at);
            Walk(ref keys, 0, 0, at);
            foreach (int leaf in at[..taken])
            {
                (int first, int weights) = _leavesOfNodes[leaf];
                _leaves.Fold(first, weights, sums, isScored);
            }
        }
    }

    /// <summary>Goes to four leaves.</summary>
    /// <param name="keys">Keys of rows.</param>
    /// <param name="first">Where those of the first lane begin.</param>
    /// <param name="distance">How far those of the next lane are.</param>
    /// <param name="at">Nodes to start from; receives the leaves.</param>
    private void Walk(ref int keys, int first, int distance, Span<int> at)
    {
        ref WalkNode nodes = ref _nodes.Start;
        ref int keys0 = ref Unsafe.Add(ref keys, first);
        ref int keys1 = ref Unsafe.Add(ref keys0, distance);
        ref int keys2 = ref Unsafe.Add(ref keys1, distance);
        ref int keys3 = ref Unsafe.Add(ref keys2, distance);
        (int at0, int at1, int at2, int at3) = (at[0], at[1], at[2], at[3]);
        while (true)
        {
            (int next0, int next1, int next2, int next3) =
                (Next(ref nodes, at0, ref keys0), Next(ref nodes, at1, ref keys1), Next(ref nodes, at2, ref keys2), Next(ref nodes, at3, ref keys3));
            if (((next0 ^ at0) | (next1 ^ at1) | (next2 ^ at2) | (next3 ^ at3)) == 0) { break; }
            (at0, at1, at2, at3) =
                (Next(ref nodes, next0, ref keys0), Next(ref nodes, next1, ref keys1), Next(ref nodes, next2, ref keys2), Next(ref nodes, next3, ref keys3));
        }

        (at[0], at[1], at[2], at[3]) = (at0, at1, at2, at3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Next(ref WalkNode nodes, int at, ref int keys)
    {
        WalkNode node = Unsafe.Add(ref nodes, at);
        return at + node.Distance + (Unsafe.Add(ref keys, node.Column) > node.Bound ? 1 : 0);
    }
}
