using System.Numerics;

namespace ModelOps.Onnx.Forests;

/// <summary>Walks the trees of a row one by one. The specification of every kernel: its sums are those of ONNX Runtime with one thread, to the last bit.</summary>
/// <typeparam name="T">Type of comparisons and sums, by <see cref="Forest.Precision"/>.</typeparam>
internal sealed class ForestEvaluator<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly TreeNode<T>[] _nodes;
    private readonly T[] _values;
    private readonly int[] _targets;
    private readonly int[] _roots;
    private readonly ForestAggregate _aggregate;

    public ForestEvaluator(Forest forest)
    {
        _nodes = new TreeNode<T>[forest.Nodes.Length];
        for (int i = 0; i < _nodes.Length; i++)
        {
            ForestNode node = forest.Nodes[i];
            _nodes[i] = node.IsLeaf
                ? new TreeNode<T>(T.Zero, node.FirstWeight, -1, node.WeightCount, default, false)
                : new TreeNode<T>(T.CreateTruncating(node.Threshold), node.Feature, node.WhenTrue, node.WhenFalse, node.Mode, node.MissingGoesTrue);
        }

        _values = new T[forest.Weights.Length];
        _targets = new int[forest.Weights.Length];
        for (int i = 0; i < _values.Length; i++)
        {
            (_targets[i], double value) = forest.Weights[i];
            _values[i] = T.CreateTruncating(value);
        }

        _roots = forest.Roots.ToArray();
        _aggregate = forest.Aggregate;
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
            int end = leaf.Feature + leaf.WhenFalse;
            for (int i = leaf.Feature; i < end; i++)
            {
                int target = _targets[i];
                sums[target] = isScored[target] || _aggregate is ForestAggregate.Sum or ForestAggregate.Average
                    ? Join(sums[target], _values[i])
                    : _values[i];
                isScored[target] = true;
            }
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

    private T Join(T sum, T value) => _aggregate switch
    {
        ForestAggregate.Min => value < sum ? value : sum,
        ForestAggregate.Max => value > sum ? value : sum,
        _ => sum + value,
    };
}
