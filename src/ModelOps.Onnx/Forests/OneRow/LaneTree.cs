using System.Runtime.InteropServices;
using ModelOps.Onnx.Forests.Ranking;

namespace ModelOps.Onnx.Forests.OneRow;

/// <summary>Numbers the leaves of one tree after another and finds what their splits strike. Not thread-safe.</summary>
internal sealed class LaneTree
{
    private const int LeavesOfPlane = LaneForest<byte>.LeavesOfPlane;
    private readonly Forest _forest;
    private readonly RankSplit[] _splits;
    private readonly List<int> _leaves = [];
    private readonly Stack<int> _open = [];

    /// <summary>Leaves under each node; children with several parents count for each.</summary>
    private readonly int[] _sizes;

    /// <summary>The last tree that came by each node, counted from 1.</summary>
    private readonly int[] _seenBy;
    private int _tree;

    /// <summary>Counts the leaves under each node.</summary>
    /// <param name="forest">The forest.</param>
    /// <param name="splits">Its splits in ranks.</param>
    public LaneTree(Forest forest, RankSplit[] splits)
    {
        _forest = forest;
        _splits = splits;
        _sizes = new int[forest.Nodes.Length];
        _seenBy = new int[forest.Nodes.Length];
        for (int i = 0; i < _sizes.Length; i++)
        {
            ref readonly ForestNode node = ref forest.Nodes[i];
            _sizes[i] = node.IsLeaf ? 1 : (int)Math.Min(int.MaxValue, (long)_sizes[node.WhenTrue] + _sizes[node.WhenFalse]);
        }
    }

    /// <summary>Nodes of the leaves of the tree added last, in the order of their numbers.</summary>
    public ReadOnlySpan<int> Leaves => CollectionsMarshal.AsSpan(_leaves);

    /// <summary>Leaves under a node.</summary>
    public int SizeOf(int node) => _sizes[node];

    /// <summary>Adds the strikes of a tree to those of its group.</summary>
    /// <param name="root">The tree's root; it has no more leaves than a byte has numbers.</param>
    /// <param name="lane">The tree's lane.</param>
    /// <param name="strikes">Where to.</param>
    /// <returns>Whether it is a tree without shared children and equalities.</returns>
    public bool TryAdd(int root, int lane, LaneStrikes strikes)
    {
        _tree++;
        _leaves.Clear();
        _open.Clear();
        _open.Push(root);
        while (_open.TryPop(out int index))
        {
            if (_seenBy[index] == _tree) { return false; }
            _seenBy[index] = _tree;
            ref readonly ForestNode node = ref _forest.Nodes[index];
            if (node.IsLeaf)
            {
                _leaves.Add(index);
                continue;
            }

            if (node.Mode is SplitMode.Equal or SplitMode.NotEqual) { return false; }

            // All leaves before this subtree are numbered by now, so those of its first child come next.
            bool isTrueFirst = _sizes[node.WhenTrue] <= _sizes[node.WhenFalse];
            (int first, int second) = isTrueFirst ? (node.WhenTrue, node.WhenFalse) : (node.WhenFalse, node.WhenTrue);
            _open.Push(second);
            _open.Push(first);
            bool isTrueAbove = node.Mode is SplitMode.AtLeast or SplitMode.Above;
            Strike(_splits[index], lane, isFirstAbove: isTrueFirst == isTrueAbove, _sizes[first], strikes);
        }

        return true;
    }

    private void Strike(RankSplit split, int lane, bool isFirstAbove, int leaves, LaneStrikes strikes)
    {
        // The leaves go when the row turns to the other side: rank above the bound, or 255 - rank above 254 - bound.
        byte limit = (byte)(isFirstAbove ? byte.MaxValue - 1 - split.Rank : split.Rank);
        int last = _leaves.Count + leaves;
        for (int leaf = _leaves.Count; leaf < last;)
        {
            int plane = leaf / LeavesOfPlane;
            int end = Math.Min(last, (plane + 1) * LeavesOfPlane);
            int bits = ((1 << (end - leaf)) - 1) << (leaf % LeavesOfPlane);
            strikes.Add(plane, new LaneStrike(lane, (byte)split.Column, isFirstAbove, limit, (byte)bits));
            leaf = end;
        }
    }
}
