namespace ModelOps.Drift.Performance;

/// <summary>Platt's calibration: a logistic function of the score. Smoother than <see cref="IsotonicCalibrator"/>, so better on few labels. Immutable.</summary>
/// <remarks>Source: Platt, Probabilistic Outputs for Support Vector Machines, 1999, with Newton's method as Lin, Lin and Weng, A Note on Platt's
/// Probabilistic Outputs, 2007, advise. scikit-learn's <c>method="sigmoid"</c> is the same function with the signs of its two numbers turned.</remarks>
public sealed class PlattCalibrator : IScoreCalibrator
{
    private const int MaxIterations = 100;

    /// <summary>A calibrator of known numbers.</summary>
    /// <param name="slope">What a score is multiplied by; finite.</param>
    /// <param name="intercept">What is added to that; finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not finite.</exception>
    public PlattCalibrator(double slope, double intercept)
    {
        ThrowIfNotFinite(slope, nameof(slope));
        ThrowIfNotFinite(intercept, nameof(intercept));
        Slope = slope;
        Intercept = intercept;
    }

    /// <summary>What a score is multiplied by.</summary>
    public double Slope { get; }

    /// <summary>Log odds at the score 0.</summary>
    public double Intercept { get; }

    /// <summary>Fits to data whose labels are known, towards Platt's smoothed targets.</summary>
    /// <param name="scores">Scores in any order; pairs with a score that is NaN or infinite are left out.</param>
    /// <param name="labels">Whether each is of the positive class.</param>
    /// <returns>The calibrator; constant when all scores are alike.</returns>
    /// <exception cref="ArgumentException">The lengths differ, or no score is finite.</exception>
    public static PlattCalibrator Fit(ReadOnlySpan<double> scores, ReadOnlySpan<bool> labels)
    {
        LabelledScores data = LabelledScores.Sort(scores, labels);
        double count = data.Counts.Sum();
        double positives = data.Positives.Sum();

        // Centred on the mean and in units of the spread, so that Newton's steps are well scaled whatever the scores are.
        double scale = Math.Max(Math.Abs(data.Scores[0]), Math.Abs(data.Scores[^1]));
        scale = scale == 0 ? 1 : scale;
        double mean = data.Scores.Zip(data.Counts, (score, n) => score / scale * n).Sum() / count;
        double spread = Math.Sqrt(data.Scores.Zip(data.Counts, (score, n) => n * Math.Pow((score / scale) - mean, 2)).Sum() / count);
        double unit = spread == 0 ? 1 : spread;
        double[] inputs = [.. data.Scores.Select(score => ((score / scale) - mean) / unit)];
        var loss = new PlattLoss(inputs, data.Positives, data.Counts, (positives + 1) / (positives + 2), 1 / (count - positives + 2));
        (double slope, double intercept) = loss.Minimize(Math.Log((positives + 1) / (count - positives + 1)), MaxIterations);
        slope = data.Scores.Length == 1 ? 0 : slope / unit;
        return new PlattCalibrator(slope / scale, intercept - (slope * mean));
    }

    /// <inheritdoc/>
    public double Calibrate(double score) => Logistic.Probability((Slope * score) + Intercept);

    private static void ThrowIfNotFinite(double value, string name)
    {
        if (!double.IsFinite(value))
        {
            throw new ArgumentOutOfRangeException(name, value, "It must be a finite number; fit the calibrator to get one.");
        }
    }
}
