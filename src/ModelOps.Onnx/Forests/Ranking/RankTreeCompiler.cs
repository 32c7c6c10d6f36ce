using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace ModelOps.Onnx.Forests.Ranking;

/// <summary>Turns a tree into selections of single bits of the id of a row's leaf.</summary>
/// <remarks>
/// A bit that is the same under both children needs no selection; nor does one that may be anything under one of them, or is set just where the test holds:
/// it is the test. <see cref="LeafCodes"/> sees to it that many bits are so. What is left costs one operation for as many rows as a vector has bits.
/// The child with more leaves is done first (Sethi and Ullman, 1970). A child with several parents keeps its slots until the last of them has read them.
/// </remarks>
internal sealed class RankTreeCompiler
{
    /// <summary>Up to so many bits an id may have one more than it needs.</summary>
    private const int PlanesForMore = 8;

    private readonly Forest _forest;
    private readonly RankColumns _columns;
    private readonly RankTests _tests;
    private readonly bool _areTestsShared;

    /// <summary>Leaves under a node; children with several parents count for each.</summary>
    private readonly int[] _sizes;
    private readonly LeafCodes _codes;
    private readonly RankOperand[]?[] _answers;
    private readonly int[] _readers;
    private readonly List<int> _reached = [];
    private readonly List<RankTreeStep> _steps = [];
    private readonly List<int> _ids = [];
    private readonly List<int> _leaves = [];
    private readonly RankSlots _slots = new();
    private int _planes;
    private bool _areCoded;

    /// <summary>Prepares to compile trees of a forest.</summary>
    /// <param name="forest">The forest.</param>
    /// <param name="columns">Columns of ranks.</param>
    /// <param name="sharedTests">Receives the tests of all trees; null for each tree to have its own.</param>
    public RankTreeCompiler(Forest forest, RankColumns columns, RankTests? sharedTests)
    {
        _forest = forest;
        _columns = columns;
        _tests = sharedTests ?? new RankTests();
        _areTestsShared = sharedTests is not null;
        _answers = new RankOperand[forest.Nodes.Length][];
        _readers = new int[forest.Nodes.Length];
        _sizes = new int[forest.Nodes.Length];
        for (int i = 0; i < _sizes.Length; i++)
        {
            ref readonly ForestNode node = ref forest.Nodes[i];
            _sizes[i] = node.IsLeaf ? 1 : (int)Math.Min(int.MaxValue, (long)_sizes[node.WhenTrue] + _sizes[node.WhenFalse]);
        }

        _codes = new LeafCodes(forest, _sizes);
    }

    /// <summary>Compiles a tree.</summary>
    /// <param name="root">Its root.</param>
    /// <param name="maxLeaves">Most leaves.</param>
    /// <param name="code">The result.</param>
    /// <returns>Whether it has no more leaves.</returns>
    public bool TryCompile(int root, int maxLeaves, [NotNullWhen(true)] out RankedTreeCode? code)
    {
        code = null;
        _steps.Clear();
        _ids.Clear();
        _leaves.Clear();
        _slots.Clear();
        if (!_areTestsShared) { _tests.Clear(); }
        CountReaders(root);
        int leaves = 0;
        foreach (int node in _reached) { leaves += _forest.Nodes[node].IsLeaf ? 1 : 0; }
        if (leaves > maxLeaves) { return false; }
        _areCoded = _sizes[root] == leaves && _reached.Count == (2 * leaves) - 1;
        _planes = leaves == 1 ? 0 : BitOperations.Log2((uint)leaves - 1) + 1;
        if (_areCoded)
        {
            _planes = leaves == 1 ? 0 : Math.Max(_planes, Math.Min(_planes + 1, PlanesForMore));
            _codes.Assign(root, _planes);
        }

        _ids.AddRange(Enumerable.Repeat(-1, 1 << _planes));
        Stack<int> path = new([root]);
        while (path.TryPeek(out int index))
        {
            ref readonly ForestNode node = ref _forest.Nodes[index];
            if (_answers[index] is not null) { path.Pop(); }
            else if (node.IsLeaf) { _answers[index] = Name(index); }
            else
            {
                bool isTrueFirst = _sizes[node.WhenTrue] >= _sizes[node.WhenFalse];
                (int first, int second) = isTrueFirst ? (node.WhenTrue, node.WhenFalse) : (node.WhenFalse, node.WhenTrue);
                if (_answers[first] is null) { path.Push(first); }
                else if (_answers[second] is null) { path.Push(second); }
                else { _answers[index] = Select(node); }
            }
        }

        code = new RankedTreeCode([.. _steps], [.. _ids], [.. _leaves], _slots.Most, _answers[root]!, _areTestsShared ? [] : _tests.ToArray());
        return true;
    }

    /// <summary>Counts how many splits read each node's answer.</summary>
    private void CountReaders(int root)
    {
        foreach (int node in _reached) { (_answers[node], _readers[node]) = (null, 0); }
        _reached.Clear();
        _reached.Add(root);
        _readers[root] = 1;
        for (int i = 0; i < _reached.Count; i++)
        {
            ref readonly ForestNode node = ref _forest.Nodes[_reached[i]];
            if (node.IsLeaf) { continue; }
            foreach (int child in (ReadOnlySpan<int>)[node.WhenTrue, node.WhenFalse])
            {
                if (_readers[child]++ == 0) { _reached.Add(child); }
            }
        }
    }

    private RankOperand[] Name(int leaf)
    {
        LeafCube cube = _areCoded ? _codes.Cubes[leaf] : new LeafCube(_leaves.Count, 0);
        _leaves.Add(leaf);
        RankOperand[] bits = new RankOperand[_planes];
        for (int i = 0; i < bits.Length; i++) { bits[i] = i < cube.FreePlanes ? RankOperand.Free : RankOperand.Constant(((cube.First >> i) & 1) != 0); }
        for (int id = cube.First; id < cube.First + (1 << cube.FreePlanes); id++) { _ids[id] = leaf; }
        return bits;
    }

    private RankOperand[] Select(in ForestNode node)
    {
        RankTest.TryCreate(node, out RankTest test, out RankTest lower);
        bool isLastOfTrue = --_readers[node.WhenTrue] == 0;
        bool isLastOfFalse = --_readers[node.WhenFalse] == 0;
        RankOperand[] whenTrue = _answers[node.WhenTrue]!;
        RankOperand[] whenFalse = _answers[node.WhenFalse]!;
        RankOperand[] bits = new RankOperand[_planes];
        for (int i = 0; i < bits.Length; i++)
        {
            RankOperand a = whenTrue[i], b = whenFalse[i];
            if (a == b || b == RankOperand.Free) { bits[i] = a; }
            else if (a == RankOperand.Free) { bits[i] = b; }
            else
            {
                bits[i] = node.Mode switch
                {
                    SplitMode.AtMost or SplitMode.Below => Select(test, a, b, isLastOfTrue, isLastOfFalse),
                    SplitMode.AtLeast or SplitMode.Above => Select(test, b, a, isLastOfFalse, isLastOfTrue),
                    SplitMode.Equal => SelectBetween(lower, test, a, b),
                    _ => SelectBetween(lower, test, b, a),
                };
            }

            // Held by this answer now; let go by those that no one else reads.
            _slots.Hold(bits[i]);
            if (isLastOfTrue) { _slots.Release(a); }
            if (isLastOfFalse) { _slots.Release(b); }
        }

        return bits;
    }

    /// <summary>A bit of rows between two bounds, and of the others.</summary>
    private RankOperand SelectBetween(RankTest lower, RankTest upper, RankOperand between, RankOperand other)
    {
        // The other is read twice, so nothing is let go in between.
        RankOperand aboveLower = Select(lower, other, between, isLastOfBelow: false, isLastOfAbove: false);
        _slots.Hold(aboveLower);
        RankOperand answer = aboveLower == other ? other : Select(upper, aboveLower, other, isLastOfBelow: false, isLastOfAbove: false);
        _slots.Release(aboveLower);
        return answer;
    }

    private RankOperand Select(RankTest test, RankOperand below, RankOperand above, bool isLastOfBelow, bool isLastOfAbove)
    {
        int column = _columns.Indexes[test.Column];
        int index = _tests.IndexOf(new RankTreeTest(column, _columns.All[column].IndexOf(test.Bound)));
        if (below == RankOperand.Constant(isSet: false) && above == RankOperand.Constant(isSet: true)) { return new RankOperand(RankOperandKind.Test, index); }

        // An answer may take the place of an operand that is read here for the last time.
        int slot = isLastOfBelow && _slots.IsHeldOnce(below) ? below.Index
            : isLastOfAbove && _slots.IsHeldOnce(above) ? above.Index
            : _slots.Take();
        _steps.Add(new RankTreeStep(index, below, above, slot));
        return new RankOperand(RankOperandKind.Slot, slot);
    }
}
