namespace ModelOps.Drift.Performance;

/// <summary>Isotonic regression of labels on scores: the nondecreasing function of least squares, linear between its knots and constant beyond
/// them, as scikit-learn's <c>IsotonicRegression(out_of_bounds="clip")</c>. Immutable.</summary>
/// <remarks>Pools are compared as fractions of whole numbers, so no rounding decides which are joined. Source: Barlow, Bartholomew, Bremner and
/// Brunk, Statistical Inference under Order Restrictions, 1972.</remarks>
public sealed class IsotonicCalibrator : IScoreCalibrator
{
    private readonly double[] _scores;
    private readonly double[] _probabilities;

    internal IsotonicCalibrator(double[] scores, double[] probabilities)
    {
        _scores = scores;
        _probabilities = probabilities;
    }

    /// <summary>Scores of the knots, increasing.</summary>
    public IReadOnlyList<double> Scores => _scores;

    /// <summary>Probabilities at the knots, nondecreasing, each 0 to 1.</summary>
    public IReadOnlyList<double> Probabilities => _probabilities;

    /// <summary>Fits to data whose labels are known.</summary>
    /// <param name="scores">Scores in any order; pairs with a score that is NaN or infinite are left out.</param>
    /// <param name="labels">Whether each is of the positive class.</param>
    /// <returns>The calibrator; constant when all labels or all scores are alike.</returns>
    /// <exception cref="ArgumentException">The lengths differ, or no score is finite.</exception>
    public static IsotonicCalibrator Fit(ReadOnlySpan<double> scores, ReadOnlySpan<bool> labels)
    {
        LabelledScores data = LabelledScores.Sort(scores, labels);
        long[] ends = PoolAdjacentViolators.Fit(data.Positives, data.Counts, out double[] fitted);
        var knots = new List<double>();
        var values = new List<double>();
        for (int i = 0; i < ends.Length; i++)
        {
            // Only the two ends of a pool are needed: between them the function is flat.
            bool isEnd = i == 0 || i == ends.Length - 1 || ends[i] != ends[i - 1] || ends[i] != ends[i + 1];
            if (isEnd)
            {
                knots.Add(data.Scores[i]);
                values.Add(fitted[i]);
            }
        }

        return new IsotonicCalibrator([.. knots], [.. values]);
    }

    /// <inheritdoc/>
    public double Calibrate(double score)
    {
        if (double.IsNaN(score))
        {
            return double.NaN;
        }

        int at = Array.BinarySearch(_scores, score);
        if (at >= 0)
        {
            return _probabilities[at];
        }

        int above = ~at;
        if (above == 0 || above == _scores.Length)
        {
            return _probabilities[above == 0 ? 0 : ^1];
        }

        double share = (score - _scores[above - 1]) / (_scores[above] - _scores[above - 1]);
        return _probabilities[above - 1] + (share * (_probabilities[above] - _probabilities[above - 1]));
    }
}
