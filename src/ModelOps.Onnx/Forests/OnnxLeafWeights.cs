namespace ModelOps.Onnx.Forests;

/// <summary>What the leaves of a tree ensemble's node give, sorted by leaf.</summary>
internal sealed class OnnxLeafWeights
{
    /// <summary>For each row of the table its first weight; one more for the end.</summary>
    private readonly int[] _first;
    private readonly ForestWeight[] _weights;

    /// <summary>Reads the lists of weights.</summary>
    /// <param name="attributes">Where they are.</param>
    /// <param name="prefix">What their names begin with.</param>
    /// <param name="values">The weights.</param>
    /// <param name="rows">The nodes.</param>
    /// <param name="modes">Modes of the nodes.</param>
    public OnnxLeafWeights(ForestAttributes attributes, string prefix, double[] values, OnnxNodeIndex rows, SplitMode[] modes)
    {
        long[] trees = attributes.Ints($"{prefix}_treeids");
        long[] nodes = attributes.Ints($"{prefix}_nodeids");
        long[] targets = attributes.Ints($"{prefix}_ids");
        if (nodes.Length != trees.Length || targets.Length != trees.Length || values.Length != trees.Length)
        {
            throw new ForestFormatException(
                $"Its lists of weights have {trees.Length}, {nodes.Length}, {targets.Length} and {values.Length} elements. Give {prefix}_treeids, _nodeids, _ids and _weights alike.");
        }

        int[] leaves = new int[trees.Length];
        int[] next = new int[modes.Length + 1];
        for (int i = 0; i < leaves.Length; i++)
        {
            if (!rows.TryFind(trees[i], nodes[i], out leaves[i]) || modes[leaves[i]] != OnnxTreeModes.Leaf)
            {
                throw new ForestFormatException($"Weight {i} belongs to node {nodes[i]} of tree {trees[i]}, which is no leaf. Give weights to leaves.");
            }

            ForestNumber.Index(targets[i], "target");
            next[leaves[i] + 1]++;
        }

        for (int row = 0; row < modes.Length; row++) { next[row + 1] += next[row]; }
        _first = [.. next];
        _weights = new ForestWeight[leaves.Length];
        for (int i = 0; i < leaves.Length; i++) { _weights[next[leaves[i]]++] = new ForestWeight((int)targets[i], values[i]); }
    }

    public int Count => _weights.Length;

    /// <summary>Weights of a leaf, in the order in which they are listed.</summary>
    public ReadOnlySpan<ForestWeight> Of(int row) => _weights.AsSpan(_first[row].._first[row + 1]);
}
