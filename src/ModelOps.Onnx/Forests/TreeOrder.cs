namespace ModelOps.Onnx.Forests;

/// <summary>Puts the splits of trees that files give as lists of children into an order with children first. Cycles and strange children are refused.</summary>
/// <param name="whenTrue">For each split its child on one side; negative where that is a leaf.</param>
/// <param name="whenFalse">The child on the other side.</param>
internal sealed class TreeOrder(IReadOnlyList<int> whenTrue, IReadOnlyList<int> whenFalse)
{
    /// <summary>0 for a split not seen; minus the number of the tree while its children are looked at; the number of the tree afterwards.</summary>
    private readonly int[] _marks = new int[whenTrue.Count];
    private int _trees;

    /// <summary>The splits that a root leads to, children first, each once.</summary>
    /// <param name="root">Index of the root.</param>
    /// <returns>Their indexes.</returns>
    /// <exception cref="ForestFormatException">A child is no split of the file, can be reached from itself, or belongs to an earlier tree.</exception>
    public List<int> ChildrenFirst(int root)
    {
        _trees++;
        List<int> order = [];
        Stack<int> path = new([Known(root)]);
        while (path.TryPeek(out int split))
        {
            if (_marks[split] > 0) { path.Pop(); }
            else if (_marks[split] < 0)
            {
                _marks[split] = _trees;
                order.Add(split);
            }
            else
            {
                _marks[split] = -_trees;
                Push(path, whenTrue[split]);
                Push(path, whenFalse[split]);
            }
        }

        return order;
    }

    private void Push(Stack<int> path, int child)
    {
        if (child < 0) { return; }
        if (_marks[Known(child)] < 0) { throw new ForestFormatException($"Node {child} can be reached from itself. A path must end in a leaf."); }
        if (_marks[child] == 0) { path.Push(child); }
    }

    private int Known(int split)
    {
        if ((uint)split >= (uint)_marks.Length) { throw new ForestFormatException($"Some node leads to node {split}, and there are {_marks.Length}. Name nodes from 0."); }
        int mark = _marks[split];
        return mark > 0 && mark != _trees
            ? throw new ForestFormatException($"Node {split} belongs to two trees. Give each tree its own nodes.")
            : split;
    }
}
