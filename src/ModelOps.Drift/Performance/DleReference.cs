namespace ModelOps.Drift.Performance;

/// <summary>What direct loss estimation knows of a regression model from labelled data: how large its errors are where, and how much that varies
/// by chance. Immutable, safe for concurrent use where its error models are.</summary>
public sealed class DleReference
{
    internal DleReference(int dimensions, long count, ErrorEstimator[] estimators)
    {
        Dimensions = dimensions;
        Count = count;
        Estimators = estimators;
    }

    /// <summary>Features of a row.</summary>
    public int Dimensions { get; }

    /// <summary>Labelled rows that took part.</summary>
    public long Count { get; }

    /// <summary>Of absolute, squared and percentage errors; the last is missing where every truth is 0.</summary>
    internal ErrorEstimator[] Estimators { get; }

    /// <summary>Learns from labelled data that the model was not trained on.</summary>
    /// <param name="features">Features of rows, one row after the other, NaN where missing.</param>
    /// <param name="predictions">What the model predicted for each row; rows with a prediction or a label beyond ±1e70 or NaN are left out.</param>
    /// <param name="labels">The truth of each row.</param>
    /// <param name="trainer">What fits the error models; null for <see cref="BoostedStumpsTrainer"/>.</param>
    /// <returns>The reference.</returns>
    /// <exception cref="ArgumentException">The lengths do not fit, or no row is finite.</exception>
    public static DleReference Fit(
        ReadOnlySpan<double> features, ReadOnlySpan<double> predictions, ReadOnlySpan<double> labels, IErrorModelTrainer? trainer = null)
    {
        int dimensions = labels.IsEmpty ? 0 : features.Length / labels.Length;
        if (predictions.Length != labels.Length || (long)dimensions * labels.Length != features.Length)
        {
            throw new ArgumentException(
                $"There are {features.Length} numbers of features, {predictions.Length} predictions and {labels.Length} labels. Pass as many of each for every row.", nameof(features));
        }

        trainer ??= new BoostedStumpsTrainer();
        var rows = new List<double>(features.Length + labels.Length);
        var errors = new List<double>();
        var truths = new List<double>();
        for (int row = 0; row < labels.Length; row++)
        {
            if (Math.Abs(labels[row]) <= RealisedSums.LargestValue && Math.Abs(predictions[row]) <= RealisedSums.LargestValue)
            {
                rows.AddRange(features.Slice(row * dimensions, dimensions));
                rows.Add(predictions[row]);
                errors.Add(Math.Abs(predictions[row] - labels[row]));
                truths.Add(Math.Abs(labels[row]));
            }
        }

        if (errors.Count == 0)
        {
            throw new ArgumentException("No row has a finite prediction and label. Pass labelled reference data.", nameof(labels));
        }

        return new DleReference(dimensions, errors.Count, Estimate(trainer, [.. rows], [.. errors], [.. truths], dimensions + 1));
    }

    private static ErrorEstimator[] Estimate(IErrorModelTrainer trainer, double[] rows, double[] errors, double[] truths, int width)
    {
        var estimators = new List<ErrorEstimator>
        {
            ErrorEstimator.Fit(PerformanceMetricNames.MeanAbsoluteError, trainer, rows, errors, width),
            ErrorEstimator.Fit(PerformanceMetricNames.MeanSquaredError, trainer, rows, Array.ConvertAll(errors, static error => error * error), width),
        };
        int[] kept = [.. Enumerable.Range(0, errors.Length).Where(row => errors[row] / truths[row] < RealisedSums.LargestShare)];
        if (kept.Length > 0)
        {
            estimators.Add(ErrorEstimator.Fit(
                PerformanceMetricNames.MeanAbsolutePercentageError,
                trainer,
                [.. kept.SelectMany(row => rows.Skip(row * width).Take(width))],
                Array.ConvertAll(kept, row => errors[row] / truths[row]),
                width));
        }

        return [.. estimators];
    }
}
