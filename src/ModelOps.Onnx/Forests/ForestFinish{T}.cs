using System.Numerics;

namespace ModelOps.Onnx.Forests;

/// <summary>The end of scoring a row: base values, the average, the class, the transform. As ONNX Runtime does it, with its choices where the standard is silent.</summary>
/// <typeparam name="T">Type of sums.</typeparam>
internal sealed class ForestFinish<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[] _baseValues;
    private readonly T _trees;
    private readonly bool _isAverage;
    private readonly bool _isClassifier;
    private readonly bool _isOneClassWeighted;
    private readonly bool _isNoWeightNegative;
    private readonly ForestTransform _transform;

    public ForestFinish(Forest forest)
    {
        _baseValues = new T[forest.BaseValues.Length];
        for (int i = 0; i < _baseValues.Length; i++) { _baseValues[i] = T.CreateTruncating(forest.BaseValues[i]); }
        _trees = T.CreateTruncating(forest.Roots.Length);
        _isAverage = forest.Aggregate == ForestAggregate.Average;
        _isClassifier = forest.IsClassifier;
        _transform = forest.Transform;
        _isOneClassWeighted = true;
        _isNoWeightNegative = true;
        foreach (ForestWeight weight in forest.Weights)
        {
            _isOneClassWeighted &= weight.Target == forest.Weights[0].Target;
            _isNoWeightNegative &= weight.Value >= 0;
        }
    }

    /// <summary>Finishes a row.</summary>
    /// <param name="sums">What the leaves gave; overwritten.</param>
    /// <param name="isScored">Whether they gave anything.</param>
    /// <param name="scores">Scores of the row.</param>
    /// <returns>Index of the row's class; -1 for a regression.</returns>
    public int Row(Span<T> sums, ReadOnlySpan<bool> isScored, Span<float> scores)
    {
        if (!_isClassifier)
        {
            AddBase(sums);
            Narrow(sums, scores);
            if (scores.Length == 1)
            {
                ForestTransforms.Apply(_transform, scores);
                return -1;
            }

            for (int i = 0; i < scores.Length; i++)
            {
                // A target that no leaf gave to is 0, whatever its base value.
                if (!isScored[i]) { scores[i] = 0f; }
            }

            ForestTransforms.Apply(_transform, scores);
            return -1;
        }

        return scores.Length == 2 ? TwoClasses(sums, isScored, scores) : ManyClasses(sums, isScored, scores);
    }

    /// <summary>Finishes a row of a regression whose scores are not narrowed.</summary>
    /// <param name="sums">What the leaves gave; overwritten.</param>
    /// <param name="isScored">Whether they gave anything.</param>
    /// <param name="scores">Scores of the row.</param>
    public void Row(Span<T> sums, ReadOnlySpan<bool> isScored, Span<T> scores)
    {
        AddBase(sums);
        for (int i = 0; i < scores.Length; i++) { scores[i] = isScored[i] || scores.Length == 1 ? sums[i] : T.Zero; }
        ForestTransforms.Apply(_transform, scores);
    }

    private void AddBase(Span<T> sums)
    {
        for (int i = 0; i < sums.Length; i++)
        {
            if (_isAverage) { sums[i] /= _trees; }
            if (_baseValues.Length > 0) { sums[i] += _baseValues[i]; }
            else if (sums.Length == 1) { sums[i] += T.Zero; }
        }
    }

    private int ManyClasses(Span<T> sums, ReadOnlySpan<bool> isScored, Span<float> scores)
    {
        AddBase(sums);
        int best = -1;
        for (int i = 0; i < sums.Length; i++)
        {
            if ((isScored[i] || _baseValues.Length > 0) && (best < 0 || sums[i] > sums[best])) { best = i; }
        }

        Narrow(sums, scores);
        ForestTransforms.Apply(_transform, scores);
        return Math.Max(best, 0);
    }

    /// <summary>With weights for one class only, its score is that of the second class, and the first gets the rest: <c>1 - s</c> of shares, <c>-s</c> of margins.</summary>
    private int TwoClasses(Span<T> sums, ReadOnlySpan<bool> isScored, Span<float> scores)
    {
        if (_baseValues.Length > 0) { sums[0] += _baseValues[0]; }
        T positive = isScored[1] ? sums[1] : sums[0];
        bool isShare = _isOneClassWeighted && _isNoWeightNegative;
        int winner = positive > (isShare ? T.CreateTruncating(0.5) : T.Zero) ? 1 : 0;
        Narrow(sums, scores);
        if (isScored[1])
        {
            ForestTransforms.Apply(_transform, scores);
            return winner;
        }

        float score = scores[0];
        (scores[0], scores[1]) = isShare ? (1f - score, score)
            : _transform == ForestTransform.Logistic ? (ForestTransforms.Logistic(-score), ForestTransforms.Logistic(score))
            : (-score, score);
        return winner;
    }

    private static void Narrow(ReadOnlySpan<T> sums, Span<float> scores)
    {
        for (int i = 0; i < sums.Length; i++) { scores[i] = float.CreateTruncating(sums[i]); }
    }
}
