namespace ModelOps.Onnx.Forests.Ranking;

/// <summary>Orders the splits of a tree so that few answers are alive at a time, and gives them slots.</summary>
/// <remarks>
/// The child that needs more slots is done first (Sethi and Ullman, 1970), so a tree of n leaves gets along with log2(n) of them.
/// A child with several parents keeps its slot until the last of them has read it.
/// </remarks>
internal sealed class RankTreeCompiler
{
    private readonly Forest _forest;
    private readonly Dictionary<RankColumnKey, int> _indexes;
    private readonly RankColumn[] _columns;

    /// <summary>Slots that the subtree of a node needs; 0 for a leaf.</summary>
    private readonly int[] _needs;
    private readonly Dictionary<int, RankOperand> _answers = [];
    private readonly Dictionary<int, int> _readers = [];
    private readonly List<RankTreeStep> _steps = [];
    private readonly List<int> _leaves = [];
    private readonly SortedSet<int> _free = [];
    private int _slots;

    public RankTreeCompiler(Forest forest, Dictionary<RankColumnKey, int> indexes, RankColumn[] columns)
    {
        _forest = forest;
        _indexes = indexes;
        _columns = columns;
        _needs = new int[forest.Nodes.Length];
        for (int i = 0; i < _needs.Length; i++)
        {
            ForestNode node = forest.Nodes[i];
            if (node.IsLeaf) { continue; }
            (int a, int b) = (_needs[node.WhenTrue], _needs[node.WhenFalse]);
            _needs[i] = Math.Max(1, a == b ? a + 1 : Math.Max(a, b));
        }
    }

    public RankedTreeCode Compile(int root)
    {
        _answers.Clear();
        _readers.Clear();
        _steps.Clear();
        _leaves.Clear();
        _free.Clear();
        _slots = 0;
        CountReaders(root);
        Stack<int> path = new([root]);
        while (path.TryPeek(out int index))
        {
            ForestNode node = _forest.Nodes[index];
            if (_answers.ContainsKey(index)) { path.Pop(); }
            else if (node.IsLeaf)
            {
                _answers.Add(index, new RankOperand(IsSlot: false, _leaves.Count));
                _leaves.Add(index);
            }
            else
            {
                bool isTrueFirst = _needs[node.WhenTrue] >= _needs[node.WhenFalse];
                (int first, int second) = isTrueFirst ? (node.WhenTrue, node.WhenFalse) : (node.WhenFalse, node.WhenTrue);
                if (!_answers.ContainsKey(first)) { path.Push(first); }
                else if (!_answers.ContainsKey(second)) { path.Push(second); }
                else { Emit(index, node); }
            }
        }

        return new RankedTreeCode([.. _steps], [.. _leaves], _slots, _answers[root]);
    }

    /// <summary>How many splits read each node's answer.</summary>
    private void CountReaders(int root)
    {
        Stack<int> open = new([root]);
        _readers.Add(root, 0);
        while (open.TryPop(out int index))
        {
            ForestNode node = _forest.Nodes[index];
            if (node.IsLeaf) { continue; }
            foreach (int child in (ReadOnlySpan<int>)[node.WhenTrue, node.WhenFalse])
            {
                if (!_readers.TryGetValue(child, out int readers)) { open.Push(child); }
                _readers[child] = readers + 1;
            }
        }
    }

    private void Emit(int index, ForestNode node)
    {
        RankTest.TryCreate(node, out RankTest test, out RankTest lower);
        (RankOperand whenTrue, RankOperand whenFalse) = (_answers[node.WhenTrue], _answers[node.WhenFalse]);
        bool isFreedFirst = node.Mode is not (SplitMode.Equal or SplitMode.NotEqual);

        // An equality reads its children twice, so its own slot must not be one of theirs.
        if (isFreedFirst) { Release(node); }
        int slot = _free.Count > 0 ? _free.Min : _slots++;
        _free.Remove(slot);
        if (!isFreedFirst) { Release(node); }
        RankOperand answer = new(IsSlot: true, slot);
        switch (node.Mode)
        {
            case SplitMode.AtMost or SplitMode.Below:
                Add(test, whenTrue, whenFalse, slot);
                break;
            case SplitMode.AtLeast or SplitMode.Above:
                Add(test, whenFalse, whenTrue, slot);
                break;
            default:
                (RankOperand equal, RankOperand other) = node.Mode == SplitMode.Equal ? (whenTrue, whenFalse) : (whenFalse, whenTrue);
                Add(lower, other, equal, slot);
                Add(test, answer, other, slot);
                break;
        }

        _answers.Add(index, answer);
    }

    private void Add(RankTest test, RankOperand below, RankOperand above, int slot)
    {
        int column = _indexes[test.Column];
        _steps.Add(new RankTreeStep(column, _columns[column].IndexOf(test.Bound), below, above, slot));
    }

    private void Release(ForestNode node)
    {
        foreach (int child in (ReadOnlySpan<int>)[node.WhenTrue, node.WhenFalse])
        {
            if (--_readers[child] == 0 && _answers[child] is { IsSlot: true } answer) { _free.Add(answer.Index); }
        }
    }
}
