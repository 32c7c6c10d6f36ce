namespace ModelOps.Drift.Performance;

/// <summary>What confidence-based performance estimation knows of a binary classifier from labelled data: how to calibrate its scores, how well it
/// did, and how much that varies by chance. Immutable, safe for concurrent use.</summary>
public sealed class CbpeReference
{
    private readonly Dictionary<string, (double Value, double Deviation)> _metrics;

    internal CbpeReference(IScoreCalibrator calibrator, double[] edges, Dictionary<string, (double Value, double Deviation)> metrics, long count)
    {
        Calibrator = calibrator;
        Edges = edges;
        _metrics = metrics;
        Count = count;
    }

    /// <summary>Turns scores into probabilities.</summary>
    public IScoreCalibrator Calibrator { get; }

    /// <summary>Labelled rows that took part.</summary>
    public long Count { get; }

    internal double[] Edges { get; }

    /// <summary>Learns from labelled data that the model was not trained on.</summary>
    /// <param name="scores">Scores of the positive class; rows whose score is NaN or infinite are left out.</param>
    /// <param name="predictions">Whether each row was predicted positive.</param>
    /// <param name="labels">Whether each row is positive.</param>
    /// <param name="calibrator">How to calibrate; null to calibrate isotonically where that helps (<see cref="CalibrationChoice"/>).</param>
    /// <returns>The reference.</returns>
    /// <exception cref="ArgumentException">The lengths differ, or no score is finite.</exception>
    public static CbpeReference Fit(
        ReadOnlySpan<double> scores, ReadOnlySpan<bool> predictions, ReadOnlySpan<bool> labels, IScoreCalibrator? calibrator = null)
    {
        LabelledScores.ThrowIfUnequal(scores.Length, labels.Length);
        if (predictions.Length != scores.Length)
        {
            throw new ArgumentException($"There are {scores.Length} scores but {predictions.Length} predictions. Pass one for each score.", nameof(predictions));
        }

        calibrator ??= CalibrationChoice.Fit(scores, labels).Calibrator;
        LabelledScores sorted = LabelledScores.Sort(scores, labels);
        double[] edges = ScoreEdges.Choose(Expand(sorted));
        var positives = new double[edges.Length + 1];
        var negatives = new double[edges.Length + 1];
        for (int i = 0; i < sorted.Scores.Length; i++)
        {
            int bin = ScoreEdges.Bin(edges, sorted.Scores[i]);
            positives[bin] += sorted.Positives[i];
            negatives[bin] += sorted.Counts[i] - sorted.Positives[i];
        }

        ConfusionSums confusion = Confusion(scores, predictions, labels);
        var metrics = ConfusionSums.Metrics.ToDictionary(
            static metric => metric, metric => (confusion.Value(metric), confusion.Deviation(metric)), StringComparer.Ordinal);
        var histogram = new ScoreHistogram(positives, negatives);
        metrics[PerformanceMetricNames.Auroc] = (histogram.Auroc().Area, histogram.Deviation());
        return new CbpeReference(calibrator, edges, metrics, sorted.Counts.Sum());
    }

    /// <summary>A metric on the reference data.</summary>
    /// <param name="metric">Name, of <see cref="PerformanceMetricNames"/>.</param>
    /// <returns>Its value and the standard deviation of one row's part in it, so that a window of n rows has the standard error deviation / √n.</returns>
    /// <exception cref="KeyNotFoundException">It is no metric of a classifier.</exception>
    public (double Value, double Deviation) Metric(string metric) => _metrics.TryGetValue(metric, out (double Value, double Deviation) found)
        ? found
        : throw new KeyNotFoundException($"There is no metric '{metric}' of a classifier. Use {string.Join(", ", _metrics.Keys)}.");

    // Quantiles are those of rows, so a score that many rows share counts as often.
    private static double[] Expand(LabelledScores sorted) =>
        [.. sorted.Scores.SelectMany((score, i) => Enumerable.Repeat(score, (int)sorted.Counts[i]))];

    private static ConfusionSums Confusion(ReadOnlySpan<double> scores, ReadOnlySpan<bool> predictions, ReadOnlySpan<bool> labels)
    {
        Span<double> cells = stackalloc double[4];
        for (int i = 0; i < scores.Length; i++)
        {
            if (double.IsFinite(scores[i]))
            {
                cells[(predictions[i] ? 2 : 0) + (labels[i] ? 1 : 0)]++;
            }
        }

        return new ConfusionSums(cells[3], cells[2], cells[0], cells[1]);
    }
}
