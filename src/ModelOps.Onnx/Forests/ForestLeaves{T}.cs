using System.Numerics;

namespace ModelOps.Onnx.Forests;

/// <summary>What leaves give to targets, and how that is folded into sums.</summary>
/// <typeparam name="T">Type of sums.</typeparam>
internal sealed class ForestLeaves<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[] _values;
    private readonly int[] _targets;
    private readonly ForestAggregate _aggregate;

    public ForestLeaves(Forest forest)
    {
        _values = new T[forest.Weights.Length];
        _targets = new int[forest.Weights.Length];
        for (int i = 0; i < _values.Length; i++)
        {
            (_targets[i], double value) = forest.Weights[i];
            _values[i] = T.CreateTruncating(value);
        }

        _aggregate = forest.Aggregate;
    }

    /// <summary>Folds a leaf.</summary>
    /// <param name="first">Its first weight.</param>
    /// <param name="count">Number of its weights.</param>
    /// <param name="sums">One for each target.</param>
    /// <param name="isScored">Whether a leaf gave anything to the target.</param>
    public void Fold(int first, int count, Span<T> sums, Span<bool> isScored)
    {
        for (int i = first; i < first + count; i++)
        {
            int target = _targets[i];
            sums[target] = isScored[target] || _aggregate is ForestAggregate.Sum or ForestAggregate.Average
                ? Join(sums[target], _values[i])
                : _values[i];
            isScored[target] = true;
        }
    }

    private T Join(T sum, T value) => _aggregate switch
    {
        ForestAggregate.Min => value < sum ? value : sum,
        ForestAggregate.Max => value > sum ? value : sum,
        _ => sum + value,
    };
}
