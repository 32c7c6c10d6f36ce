namespace ModelOps.Drift.Performance;

/// <summary>Sums of a window's labelled predictions.</summary>
internal sealed class RealisedSums
{
    internal const int Length = 8;

    /// <summary>Largest magnitude of numbers whose fourth powers can be added up.</summary>
    internal const double LargestValue = 1e70;

    /// <summary>Largest percentage error that counts; for the same reason.</summary>
    internal const double LargestShare = 1e140;

    private readonly double[] _sums;

    internal RealisedSums(double[]? sums = null) => _sums = sums ?? new double[Length];

    internal ReadOnlySpan<double> Values => _sums;

    internal long Predictions => (long)_sums[0];

    internal void Predicted() => _sums[0]++;

    internal void Add(PredictionTask task, double prediction, double label, double threshold)
    {
        _sums[1]++;
        if (task == PredictionTask.BinaryClassification)
        {
            _sums[2 + (prediction >= threshold ? 2 : 0) + (label >= 0.5 ? 1 : 0)]++;
            return;
        }

        if (task == PredictionTask.MulticlassClassification)
        {
            _sums[2] += prediction.Equals(label) ? 1 : 0;
            return;
        }

        double error = Math.Abs(prediction - label);
        _sums[2] += error;
        _sums[3] += error * error;
        _sums[4] += error * error * error * error;
        double share = error / Math.Abs(label);

        // False for a truth of 0, and for one so small that squares would overflow.
        if (share < LargestShare)
        {
            _sums[5]++;
            _sums[6] += share;
            _sums[7] += share * share;
        }
    }

    internal PerformanceEstimate Estimate(PredictionTask task)
    {
        long count = (long)_sums[1];
        IEnumerable<MetricEstimate> metrics = task switch
        {
            PredictionTask.Regression => Regression(count),
            PredictionTask.MulticlassClassification => Classes(count),
            _ => Classification(count),
        };
        return new PerformanceEstimate(count, 0, [.. metrics]);
    }

    private IEnumerable<MetricEstimate> Classes(long count)
    {
        double accuracy = _sums[2] / count;
        yield return new MetricEstimate(PerformanceMetricNames.Accuracy, accuracy, double.NaN, Math.Sqrt(accuracy * (1 - accuracy) / count));
    }

    private IEnumerable<MetricEstimate> Classification(long count)
    {
        var confusion = new ConfusionSums(_sums[5], _sums[4], _sums[2], _sums[3]);
        return ConfusionSums.Metrics.Select(metric => new MetricEstimate(
            metric, confusion.Value(metric), double.NaN, confusion.Deviation(metric) / Math.Sqrt(count)));
    }

    private IEnumerable<MetricEstimate> Regression(long count)
    {
        double absolute = _sums[2] / count;
        double squared = _sums[3] / count;
        double root = Math.Sqrt(squared);
        double squaredError = Error(_sums[4] / count, squared, count);
        double percentage = _sums[6] / _sums[5];
        yield return new MetricEstimate(PerformanceMetricNames.MeanAbsoluteError, absolute, double.NaN, Error(squared, absolute, count));
        yield return new MetricEstimate(PerformanceMetricNames.MeanSquaredError, squared, double.NaN, squaredError);
        yield return new MetricEstimate(PerformanceMetricNames.RootMeanSquaredError, root, double.NaN, root == 0 ? 0 : squaredError / (2 * root));
        yield return new MetricEstimate(
            PerformanceMetricNames.MeanAbsolutePercentageError, percentage, double.NaN, Error(_sums[7] / _sums[5], percentage, _sums[5]));
    }

    private static double Error(double meanOfSquares, double mean, double count) => Math.Sqrt(Math.Max(0, meanOfSquares - (mean * mean)) / count);
}
