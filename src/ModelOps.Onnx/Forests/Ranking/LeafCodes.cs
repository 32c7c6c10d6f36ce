namespace ModelOps.Onnx.Forests.Ranking;

/// <summary>Gives the leaves of trees ids such that few of their bits must be selected. Not thread-safe.</summary>
/// <remarks>
/// A split may own a bit of the ids: it is set above the bound, so the test itself is the bit. Leaves that lie less deep than others then have several ids,
/// and a bit that is free under one child is just that of the other. But that takes twice the ids of the larger child, and there are not so many for a lopsided
/// tree: such splits own no bit, and their children's ids lie wherever there is room.
/// </remarks>
internal sealed class LeafCodes(Forest forest, int[] sizes)
{
    /// <summary>Ids that a split with a bit of its own may take for each leaf under it: as generous as the budget allows.</summary>
    private static readonly double[] Generosities = [16, 8, 6, 4, 3, 2.5, 2, 1.75, 1.5, 1.25, 1];
    private readonly Dictionary<int, LeafCube> _cubes = [];

    /// <summary>Planes that the subtree of a node takes when its root owns a bit; -1 when it does not.</summary>
    private readonly int[] _planes = new int[sizes.Length];
    private readonly List<int> _order = [];

    /// <summary>Ids that the subtree of a node takes.</summary>
    private readonly long[] _ids = new long[sizes.Length];

    /// <summary>Ids of each leaf of the tree.</summary>
    public IReadOnlyDictionary<int, LeafCube> Cubes => _cubes;

    /// <summary>Gives ids to the leaves of a tree without shared children.</summary>
    /// <param name="root">The tree's root.</param>
    /// <param name="planes">Bits of an id; enough for one id each.</param>
    public void Assign(int root, int planes)
    {
        _cubes.Clear();
        _order.Clear();
        _order.Add(root);
        for (int i = 0; i < _order.Count; i++)
        {
            ref readonly ForestNode node = ref forest.Nodes[_order[i]];
            if (node.IsLeaf) { continue; }
            _order.Add(node.WhenTrue);
            _order.Add(node.WhenFalse);
        }

        foreach (double generosity in Generosities)
        {
            if (Measure(root, generosity) <= 1L << planes) { break; }
        }

        // Largest first, so each lies at a multiple of its size.
        int next = 0;
        foreach (int piece in Pieces(root).OrderByDescending(piece => _planes[piece]))
        {
            Place(piece, new LeafCube(next, _planes[piece]));
            next += 1 << _planes[piece];
        }
    }

    /// <summary>Decides which splits own a bit.</summary>
    /// <returns>Number of ids taken.</returns>
    private long Measure(int root, double generosity)
    {
        for (int i = _order.Count - 1; i >= 0; i--)
        {
            int index = _order[i];
            ref readonly ForestNode node = ref forest.Nodes[index];
            _planes[index] = node.IsLeaf ? 0 : -1;
            _ids[index] = node.IsLeaf ? 1 : _ids[node.WhenTrue] + _ids[node.WhenFalse];
            if (node.IsLeaf || node.Mode is SplitMode.Equal or SplitMode.NotEqual) { continue; }
            (int a, int b) = (_planes[node.WhenTrue], _planes[node.WhenFalse]);
            int planes = Math.Max(a, b) + 1;
            if (a >= 0 && b >= 0 && 1L << planes <= generosity * sizes[index]) { (_planes[index], _ids[index]) = (planes, 1L << planes); }
        }

        return _ids[root];
    }

    /// <summary>The largest subtrees in which all splits own bits.</summary>
    private IEnumerable<int> Pieces(int root)
    {
        Stack<int> open = new([root]);
        while (open.TryPop(out int index))
        {
            if (_planes[index] >= 0) { yield return index; }
            else
            {
                open.Push(forest.Nodes[index].WhenTrue);
                open.Push(forest.Nodes[index].WhenFalse);
            }
        }
    }

    private void Place(int piece, LeafCube cube)
    {
        Stack<(int Node, LeafCube Cube)> open = new([(piece, cube)]);
        while (open.TryPop(out (int Node, LeafCube Cube) top))
        {
            ForestNode node = forest.Nodes[top.Node];
            if (node.IsLeaf)
            {
                _cubes.Add(top.Node, top.Cube);
                continue;
            }

            int free = top.Cube.FreePlanes - 1;
            bool isTrueAbove = node.Mode is SplitMode.AtLeast or SplitMode.Above;
            (int above, int below) = isTrueAbove ? (node.WhenTrue, node.WhenFalse) : (node.WhenFalse, node.WhenTrue);
            open.Push((below, new LeafCube(top.Cube.First, free)));
            open.Push((above, new LeafCube(top.Cube.First | (1 << free), free)));
        }
    }
}
