namespace ModelOps.Onnx.Forests;

/// <summary>The parallel lists of a tree ensemble's node, filled from a forest.</summary>
/// <remarks>
/// Nodes stand in the order in which ONNX Runtime lays them out: a split, what its false side leads to, what its true side leads to. It takes a node that is there already
/// for a true side only. So where the false side is there already, the comparison is turned round, or a split that always holds comes between.
/// </remarks>
internal sealed class OnnxTreeRows(Forest forest)
{
    private readonly Dictionary<int, int> _idOfNode = [];
    private readonly Stack<(int Parent, bool IsTrue, int Node)> _open = [];
    private int _tree;
    private int _firstRow;

    public List<long> TreeIds { get; } = [];

    public List<long> NodeIds { get; } = [];

    public List<long> Features { get; } = [];

    public List<string> Modes { get; } = [];

    public List<double> Thresholds { get; } = [];

    public List<long> TrueIds { get; } = [];

    public List<long> FalseIds { get; } = [];

    public List<long> Missing { get; } = [];

    public List<long> WeightTrees { get; } = [];

    public List<long> WeightNodes { get; } = [];

    public List<long> WeightTargets { get; } = [];

    public List<double> Weights { get; } = [];

    /// <summary>Adds a tree.</summary>
    public void Add(int tree)
    {
        _tree = tree;
        _firstRow = Modes.Count;
        _idOfNode.Clear();
        AddNode(forest.Roots[tree]);
        while (_open.TryPop(out (int Parent, bool IsTrue, int Node) side))
        {
            if (!side.IsTrue || !_idOfNode.TryGetValue(side.Node, out int id)) { id = AddNode(side.Node); }
            (side.IsTrue ? TrueIds : FalseIds)[_firstRow + side.Parent] = id;
        }
    }

    private int AddNode(int index)
    {
        ForestNode node = forest.Nodes[index];
        if (node.IsLeaf) { return _idOfNode[index] = AddLeaf(node); }
        bool isFalseKnown = _idOfNode.ContainsKey(node.WhenFalse) && !forest.Nodes[node.WhenFalse].IsLeaf;
        if (isFalseKnown && !_idOfNode.ContainsKey(node.WhenTrue) && TryTurn(node, out ForestNode turned))
        {
            node = turned;
            isFalseKnown = false;
        }

        int id = AddSplit(node.Feature, Name(node.Mode), node.Threshold, node.MissingGoesTrue);
        _idOfNode.Add(index, id);
        _open.Push((id, true, node.WhenTrue));
        if (!isFalseKnown) { _open.Push((id, false, node.WhenFalse)); }
        else
        {
            // Everything is at most infinity, so the leaf here is never reached.
            int bridge = AddSplit(node.Feature, Name(SplitMode.AtMost), double.PositiveInfinity, missingGoesTrue: true);
            FalseIds[_firstRow + id] = bridge;
            FalseIds[_firstRow + bridge] = AddLeaf(default);
            TrueIds[_firstRow + bridge] = _idOfNode[node.WhenFalse];
        }

        return id;
    }

    /// <summary>The same split with its sides exchanged; impossible only where NaN counts as equal.</summary>
    private static bool TryTurn(ForestNode node, out ForestNode turned)
    {
        bool isMissingTrue = node.MissingGoesTrue || node.Mode == SplitMode.NotEqual;
        turned = node with { Mode = Opposite(node.Mode), MissingGoesTrue = !isMissingTrue, WhenTrue = node.WhenFalse, WhenFalse = node.WhenTrue };
        return node.Mode != SplitMode.Equal || !node.MissingGoesTrue;
    }

    private static SplitMode Opposite(SplitMode mode) => mode switch
    {
        SplitMode.AtMost => SplitMode.Above,
        SplitMode.Above => SplitMode.AtMost,
        SplitMode.Below => SplitMode.AtLeast,
        SplitMode.AtLeast => SplitMode.Below,
        SplitMode.Equal => SplitMode.NotEqual,
        _ => SplitMode.Equal,
    };

    private int AddSplit(int feature, string mode, double threshold, bool missingGoesTrue)
    {
        TreeIds.Add(_tree);
        NodeIds.Add(Modes.Count - _firstRow);
        Features.Add(feature);
        Modes.Add(mode);
        Thresholds.Add(threshold);
        Missing.Add(missingGoesTrue ? 1 : 0);
        TrueIds.Add(0);
        FalseIds.Add(0);
        return Modes.Count - 1 - _firstRow;
    }

    private int AddLeaf(ForestNode leaf)
    {
        int id = AddSplit(0, "LEAF", 0d, missingGoesTrue: false);
        foreach (ForestWeight weight in forest.Weights.Slice(leaf.FirstWeight, leaf.WeightCount))
        {
            WeightTrees.Add(_tree);
            WeightNodes.Add(id);
            WeightTargets.Add(weight.Target);
            Weights.Add(weight.Value);
        }

        return id;
    }

    private static string Name(SplitMode mode) => mode switch
    {
        SplitMode.AtMost => "BRANCH_LEQ",
        SplitMode.Below => "BRANCH_LT",
        SplitMode.AtLeast => "BRANCH_GTE",
        SplitMode.Above => "BRANCH_GT",
        SplitMode.Equal => "BRANCH_EQ",
        _ => "BRANCH_NEQ",
    };
}
