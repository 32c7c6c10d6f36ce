using System.Runtime.InteropServices;

namespace ModelOps.Onnx.Forests;

/// <summary>Finds the row of a node by the ids of its tree and itself.</summary>
/// <remarks>Nearly every file lists a tree in one run and counts its nodes from 0. Then a row follows from the ids; only other files pay for a dictionary.</remarks>
internal sealed class OnnxNodeIndex
{
    private readonly Dictionary<long, (int First, int Count)> _runs = [];
    private readonly Dictionary<(long Tree, long Node), int>? _rows;
    private long _lastTree;
    private (int First, int Count) _lastRun;

    public OnnxNodeIndex(ReadOnlySpan<long> treeIds, ReadOnlySpan<long> nodeIds)
    {
        if (TryMakeRuns(treeIds, nodeIds)) { return; }
        _rows = new(treeIds.Length);
        for (int row = 0; row < treeIds.Length; row++)
        {
            if (!_rows.TryAdd((treeIds[row], nodeIds[row]), row))
            {
                throw new ForestFormatException($"Node {nodeIds[row]} of tree {treeIds[row]} is there twice. Give each node of a tree its own id.");
            }
        }
    }

    /// <summary>Finds a row.</summary>
    /// <param name="tree">Id of the tree.</param>
    /// <param name="node">Id of the node.</param>
    /// <param name="row">Its row.</param>
    /// <returns>Whether there is such a node.</returns>
    public bool TryFind(long tree, long node, out int row)
    {
        if (_rows is not null) { return _rows.TryGetValue((tree, node), out row); }
        if (tree != _lastTree || _lastRun.Count == 0)
        {
            _lastTree = tree;
            _lastRun = _runs.GetValueOrDefault(tree);
        }

        bool isKnown = node >= 0 && node < _lastRun.Count;
        row = isKnown ? _lastRun.First + (int)node : -1;
        return isKnown;
    }

    private bool TryMakeRuns(ReadOnlySpan<long> treeIds, ReadOnlySpan<long> nodeIds)
    {
        for (int first = 0; first < treeIds.Length;)
        {
            int count = 0;
            for (int row = first; row < treeIds.Length && treeIds[row] == treeIds[first]; row++)
            {
                if (nodeIds[row] != count++) { return false; }
            }

            ref (int First, int Count) run = ref CollectionsMarshal.GetValueRefOrAddDefault(_runs, treeIds[first], out bool isKnown);
            if (isKnown) { return false; }
            run = (first, count);
            first += count;
        }

        return true;
    }
}
