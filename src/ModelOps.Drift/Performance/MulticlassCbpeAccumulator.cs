namespace ModelOps.Drift.Performance;

/// <summary>Estimates the performance of a classifier of several classes in a window from its scores alone: each class against the rest, averaged
/// over classes (macro). Merges exactly, 0 bytes a row; not thread-safe.</summary>
/// <remarks>Calibrated probabilities of a row are scaled to the sum 1. See <see cref="CbpeAccumulator"/> for what this can and cannot see.</remarks>
public sealed class MulticlassCbpeAccumulator
{
    private readonly MulticlassCbpeReference _reference;
    private readonly CbpeAccumulator[] _classes;
    private readonly double[] _probabilities;
    private long _count;
    private long _skipped;

    /// <summary>An empty window.</summary>
    /// <param name="reference">What is known from labelled data.</param>
    public MulticlassCbpeAccumulator(MulticlassCbpeReference reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        _reference = reference;
        _classes = [.. reference.Classes.Select(static one => new CbpeAccumulator(one))];
        _probabilities = new double[_classes.Length];
    }

    /// <summary>Adds a prediction.</summary>
    /// <param name="scores">A score for each class; a row with NaN or an infinity is skipped and counted.</param>
    /// <param name="predictedClass">Index of the class predicted.</param>
    /// <exception cref="ArgumentException">There is not one score for each class, or the index is no class.</exception>
    public void Add(ReadOnlySpan<double> scores, int predictedClass)
    {
        if (scores.Length != _classes.Length)
        {
            throw new ArgumentException($"There are {scores.Length} scores but {_classes.Length} classes. Pass one score for each class.", nameof(scores));
        }

        MulticlassCbpeReference.ThrowIfNoClass(predictedClass, _classes.Length, nameof(predictedClass));
        double sum = 0;
        for (int k = 0; k < scores.Length; k++)
        {
            _probabilities[k] = double.IsFinite(scores[k]) ? _reference.Classes[k].Calibrator.Calibrate(scores[k]) : double.NaN;
            sum += _probabilities[k];
        }

        if (!double.IsFinite(sum))
        {
            _skipped++;
            return;
        }

        _count++;
        for (int k = 0; k < scores.Length; k++)
        {
            // No class thought possible: all are as likely.
            _classes[k].Add(scores[k], predictedClass == k, sum > 0 ? _probabilities[k] / sum : 1.0 / scores.Length);
        }
    }

    /// <summary>Adds the rows of another window over the same reference.</summary>
    /// <param name="other">The other window; it is not changed.</param>
    /// <exception cref="ArgumentException">It has another reference.</exception>
    public void Merge(MulticlassCbpeAccumulator other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other._classes.Length != _classes.Length)
        {
            throw new ArgumentException("The windows have different references. Make both from the same one.", nameof(other));
        }

        for (int k = 0; k < _classes.Length; k++)
        {
            _classes[k].Merge(other._classes[k]);
        }

        _count += other._count;
        _skipped += other._skipped;
    }

    /// <summary>The estimate of the rows so far.</summary>
    /// <returns>Accuracy, and precision, recall, specificity, F1 and AUROC as means over the classes for which they are defined. Their standard
    /// errors are the means of those of the classes, an upper bound whatever the dependence of classes.</returns>
    public PerformanceEstimate Estimate()
    {
        PerformanceEstimate[] each = [.. _classes.Select(static one => one.Estimate())];
        double accuracy = _classes.Sum(static one => one.Sums().TruePositives) / _count;
        double error = Math.Sqrt(_reference.Accuracy * (1 - _reference.Accuracy) / _count);
        var metrics = new List<MetricEstimate> { new(PerformanceMetricNames.Accuracy, accuracy, _reference.Accuracy, error) };
        foreach (string metric in each[0].Metrics.Select(static estimate => estimate.Metric).Where(static name => name != PerformanceMetricNames.Accuracy))
        {
            metrics.Add(new MetricEstimate(
                metric, Mean(each, metric, static x => x.Value), Mean(each, metric, static x => x.Reference), Mean(each, metric, static x => x.SamplingError)));
        }

        return new PerformanceEstimate(_count, _skipped, metrics);
    }

    internal WindowSumsDocument Save(long ticks) => new() { Ticks = ticks, Count = _count, Skipped = _skipped, Classes = [.. _classes.Select(static one => one.Save())] };

    /// <summary>Takes over saved sums.</summary>
    /// <returns>False when they are not those of a window over this reference; then this accumulator is of no use any more.</returns>
    internal bool TryLoad(WindowSumsDocument document)
    {
        if (document.Classes is not { } classes || classes.Length != _classes.Length || document.Skipped < 0) { return false; }
        for (int k = 0; k < classes.Length; k++)
        {
            if (classes[k] is not { } sums || sums.Count != document.Count || !_classes[k].TryLoad(sums)) { return false; }
        }

        (_count, _skipped) = (document.Count, document.Skipped);
        return true;
    }

    private static double Mean(PerformanceEstimate[] each, string metric, Func<MetricEstimate, double> part)
    {
        double[] defined = [.. each.Select(estimate => part(estimate[metric])).Where(static value => !double.IsNaN(value))];
        return defined.Length == 0 ? double.NaN : defined.Average();
    }
}
