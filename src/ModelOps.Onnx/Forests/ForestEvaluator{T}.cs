using System.Numerics;

namespace ModelOps.Onnx.Forests;

/// <summary>Walks the trees of a row one by one. The specification of every kernel: its sums are those of ONNX Runtime with one thread, to the last bit.</summary>
/// <typeparam name="T">Type of comparisons and sums, by <see cref="Forest.Precision"/>.</typeparam>
internal sealed class ForestEvaluator<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly TreeNode<T>[] _nodes;
    private readonly ForestLeaves<T> _leaves;
    private readonly int[] _roots;

    public ForestEvaluator(Forest forest, ForestLeaves<T> leaves)
    {
        _leaves = leaves;
        _nodes = new TreeNode<T>[forest.Nodes.Length];
        for (int i = 0; i < _nodes.Length; i++)
        {
            ForestNode node = forest.Nodes[i];
            _nodes[i] = node.IsLeaf
                ? new TreeNode<T>(T.Zero, node.FirstWeight, -1, node.WeightCount, default, false)
                : new TreeNode<T>(T.CreateTruncating(node.Threshold), node.Feature, node.WhenTrue, node.WhenFalse, node.Mode, node.MissingGoesTrue);
        }

        _roots = forest.Roots.ToArray();
    }

    /// <summary>Folds the leaves that a row reaches, without base values and without the division of an average.</summary>
    /// <param name="row">Features.</param>
    /// <param name="sums">One for each target; overwritten.</param>
    /// <param name="isScored">Whether a leaf gave anything to the target; overwritten.</param>
    public void Fold<TFeature>(ReadOnlySpan<TFeature> row, Span<T> sums, Span<bool> isScored)
        where TFeature : unmanaged, IBinaryFloatingPointIeee754<TFeature>
    {
        sums.Clear();
        isScored.Clear();
        foreach (int root in _roots)
        {
            TreeNode<T> leaf = Walk(row, root);
            _leaves.Fold(leaf.Feature, leaf.WhenFalse, sums, isScored);
        }
    }

    private TreeNode<T> Walk<TFeature>(ReadOnlySpan<TFeature> row, int root)
        where TFeature : unmanaged, IBinaryFloatingPointIeee754<TFeature>
    {
        TreeNode<T> node = _nodes[root];
        while (node.WhenTrue >= 0)
        {
            T value = T.CreateTruncating(row[node.Feature]);
            bool isTrue = node.Mode switch
            {
                SplitMode.AtMost => value <= node.Threshold,
                SplitMode.Below => value < node.Threshold,
                SplitMode.AtLeast => value >= node.Threshold,
                SplitMode.Above => value > node.Threshold,
                SplitMode.Equal => value == node.Threshold,
                _ => value != node.Threshold,
            };
            node = _nodes[isTrue || (node.MissingGoesTrue && T.IsNaN(value)) ? node.WhenTrue : node.WhenFalse];
        }

        return node;
    }
}
