namespace ModelOps.Drift.Performance;

/// <summary>Estimates a binary classifier's performance in a window from its scores alone (confidence-based performance estimation): what each
/// calibrated probability says of being right is added up. Sums are whole numbers, so any order of rows and any tree of merges gives the same
/// bits. 0 bytes a row; not thread-safe: one writer each, then <see cref="Merge"/>.</summary>
/// <remarks>Right as far as the calibration still holds: it sees changes of the inputs, but not that the same inputs now mean something else
/// (concept drift); labels that come late show that (<see cref="LabelJoin"/>). Source: Kivimäki, Białek, Kuberski and Nurminen,
/// Confidence-based Estimators for Predictive Performance in Model Monitoring, 2025.</remarks>
public sealed class CbpeAccumulator
{
    /// <summary>Probabilities are counted in steps of 2^-30, so sums of 8 billion rows fit.</summary>
    private const double Unit = 1L << 30;

    private readonly CbpeReference _reference;
    private readonly long[] _positives;
    private readonly long[] _counts;
    private long _truePositives;
    private long _falseNegatives;
    private long _predicted;
    private long _count;
    private long _skipped;

    /// <summary>An empty window.</summary>
    /// <param name="reference">What is known from labelled data.</param>
    public CbpeAccumulator(CbpeReference reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        _reference = reference;
        _positives = new long[reference.Edges.Length + 1];
        _counts = new long[reference.Edges.Length + 1];
    }

    /// <summary>Adds a prediction.</summary>
    /// <param name="score">Score of the positive class; a row with NaN or an infinity is skipped and counted.</param>
    /// <param name="isPredictedPositive">Whether it was predicted positive.</param>
    public void Add(double score, bool isPredictedPositive) => Add(score, isPredictedPositive, _reference.Calibrator.Calibrate(score));

    /// <summary>Adds the rows of another window over the same reference.</summary>
    /// <param name="other">The other window; it is not changed.</param>
    /// <exception cref="ArgumentException">It has another reference.</exception>
    public void Merge(CbpeAccumulator other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (!_reference.Edges.AsSpan().SequenceEqual(other._reference.Edges))
        {
            throw new ArgumentException("The windows have different references. Make both from the same one.", nameof(other));
        }

        for (int i = 0; i < _counts.Length; i++)
        {
            _counts[i] = checked(_counts[i] + other._counts[i]);
            _positives[i] = checked(_positives[i] + other._positives[i]);
        }

        _truePositives = checked(_truePositives + other._truePositives);
        _falseNegatives = checked(_falseNegatives + other._falseNegatives);
        _predicted += other._predicted;
        _count += other._count;
        _skipped += other._skipped;
    }

    /// <summary>The estimate of the rows so far.</summary>
    /// <returns>Accuracy, precision, recall, specificity, F1 and AUROC; values are NaN while there are no rows.</returns>
    public PerformanceEstimate Estimate()
    {
        ConfusionSums sums = Sums();
        var metrics = new List<MetricEstimate>(ConfusionSums.Metrics.Length + 1);
        foreach (string metric in ConfusionSums.Metrics)
        {
            metrics.Add(Of(metric, sums.Value(metric), sums.Deviation(metric), 0));
        }

        double[] positives = Array.ConvertAll(_positives, static sum => sum / Unit);
        double[] negatives = [.. _counts.Select((count, i) => count - positives[i])];
        var histogram = new ScoreHistogram(positives, negatives);
        (double area, double binningError) = histogram.Auroc();
        metrics.Add(Of(PerformanceMetricNames.Auroc, area, histogram.Deviation(), binningError));
        return new PerformanceEstimate(_count, _skipped, metrics);
    }

    internal CbpeSumsDocument Save() => new()
    {
        Count = _count,
        Skipped = _skipped,
        Predicted = _predicted,
        TruePositives = _truePositives,
        FalseNegatives = _falseNegatives,
        Counts = [.. _counts],
        Positives = [.. _positives],
    };

    /// <summary>Takes over saved sums.</summary>
    /// <returns>False, and nothing changed, when they are not those of a window over this reference.</returns>
    internal bool TryLoad(CbpeSumsDocument document)
    {
        if (!IsValid(document)) { return false; }
        document.Counts.CopyTo(_counts, 0);
        document.Positives.CopyTo(_positives, 0);
        (_count, _skipped, _predicted) = (document.Count, document.Skipped, document.Predicted);
        (_truePositives, _falseNegatives) = (document.TruePositives, document.FalseNegatives);
        return true;
    }

    internal void Add(double score, bool isPredictedPositive, double probability)
    {
        if (!double.IsFinite(score) || !double.IsFinite(probability))
        {
            _skipped++;
            return;
        }

        long positive = (long)Math.Round(Math.Clamp(probability, 0, 1) * Unit);
        int bin = ScoreEdges.Bin(_reference.Edges, score);
        _positives[bin] = checked(_positives[bin] + positive);
        _counts[bin]++;
        _count++;
        if (isPredictedPositive)
        {
            _predicted++;
            _truePositives = checked(_truePositives + positive);
        }
        else
        {
            _falseNegatives = checked(_falseNegatives + positive);
        }
    }

    internal ConfusionSums Sums() => new(
        _truePositives / Unit, _predicted - (_truePositives / Unit), _count - _predicted - (_falseNegatives / Unit), _falseNegatives / Unit);

    private bool IsValid(CbpeSumsDocument document)
    {
        if (document.Counts.Length != _counts.Length || document.Positives.Length != _positives.Length || document.Skipped < 0) { return false; }
        Int128 count = 0;
        Int128 positives = 0;
        for (int i = 0; i < _counts.Length; i++)
        {
            if (document.Counts[i] < 0 || document.Positives[i] < 0 || document.Positives[i] > document.Counts[i] * Unit) { return false; }
            count += document.Counts[i];
            positives += document.Positives[i];
        }

        return count == document.Count && document.Predicted >= 0 && document.Predicted <= document.Count
            && document.TruePositives >= 0 && document.FalseNegatives >= 0 && (Int128)document.TruePositives + document.FalseNegatives == positives;
    }

    // The larger of the spreads of window and reference: a mix of inputs with few predicted positives tells less of them than the reference's mix,
    // and a window that is sure of everything would have no band. What binning may have moved the area by widens it.
    private MetricEstimate Of(string metric, double value, double spread, double binningError)
    {
        (double reference, double deviation) = _reference.Metric(metric);
        double larger = double.MaxNumber(spread, deviation);
        return new MetricEstimate(metric, value, reference, (larger / Math.Sqrt(_count)) + (binningError / MetricEstimate.BandWidth));
    }
}
