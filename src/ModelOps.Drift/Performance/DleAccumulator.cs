namespace ModelOps.Drift.Performance;

/// <summary>Estimates a regression model's performance in a window from features and predictions alone (direct loss estimation): what error
/// models expect of each row is averaged. Sums are whole numbers, so any tree of merges gives the same bits. 0 bytes a row with the built-in
/// error model; not thread-safe: one writer each, then <see cref="Merge"/>.</summary>
/// <remarks>Right as far as errors depend on inputs as they did on the reference; it cannot see that the truth now depends on them otherwise
/// (concept drift). Source: NannyML's documentation, Direct Loss Estimation.</remarks>
public sealed class DleAccumulator
{
    private readonly DleReference _reference;
    private readonly double[] _row;
    private readonly long[] _steps;
    private readonly Int128[] _sums;
    private long _count;
    private long _skipped;

    /// <summary>An empty window.</summary>
    /// <param name="reference">What is known from labelled data.</param>
    public DleAccumulator(DleReference reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        _reference = reference;
        _row = new double[reference.Dimensions + 1];
        _steps = new long[reference.Estimators.Length];
        _sums = new Int128[reference.Estimators.Length];
    }

    /// <summary>Adds a prediction.</summary>
    /// <param name="features">The features, NaN where missing.</param>
    /// <param name="prediction">What the model predicted; a row with NaN or an infinity here is skipped and counted.</param>
    /// <exception cref="ArgumentException">There are not as many features as in the reference.</exception>
    public void Add(ReadOnlySpan<double> features, double prediction)
    {
        if (features.Length != _reference.Dimensions)
        {
            throw new ArgumentException($"There are {features.Length} features but the reference has {_reference.Dimensions}. Pass them in its order.", nameof(features));
        }

        features.CopyTo(_row);
        _row[^1] = prediction;
        bool hasAnswer = double.IsFinite(prediction);
        for (int i = 0; hasAnswer && i < _steps.Length; i++)
        {
            _steps[i] = _reference.Estimators[i].Steps(_row);
            hasAnswer = _steps[i] >= 0;
        }

        if (!hasAnswer)
        {
            _skipped++;
            return;
        }

        _count++;
        for (int i = 0; i < _steps.Length; i++) { _sums[i] += _steps[i]; }
    }

    /// <summary>Adds the rows of another window over the same reference.</summary>
    /// <param name="other">The other window; it is not changed.</param>
    /// <exception cref="ArgumentException">It has another reference.</exception>
    public void Merge(DleAccumulator other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (!ReferenceEquals(_reference, other._reference))
        {
            throw new ArgumentException("The windows have different references. Make both from the same one.", nameof(other));
        }

        for (int i = 0; i < _sums.Length; i++) { _sums[i] += other._sums[i]; }
        _count += other._count;
        _skipped += other._skipped;
    }

    internal WindowSumsDocument Save(long ticks) => new() { Ticks = ticks, Count = _count, Skipped = _skipped, Errors = [.. _sums] };

    /// <summary>Takes over saved sums.</summary>
    /// <returns>False, and nothing changed, when they are not those of a window over this reference.</returns>
    internal bool TryLoad(WindowSumsDocument document)
    {
        if (document.Errors is not { } sums || sums.Length != _sums.Length || document.Count < 0 || document.Skipped < 0 || Array.Exists(sums, static sum => sum < 0)) { return false; }
        sums.CopyTo(_sums, 0);
        (_count, _skipped) = (document.Count, document.Skipped);
        return true;
    }

    /// <summary>The estimate of the rows so far.</summary>
    /// <returns>MAE, MSE, RMSE, and MAPE where the reference has truths other than 0; values are NaN while there are no rows.</returns>
    public PerformanceEstimate Estimate()
    {
        MetricEstimate[] means = [.. _reference.Estimators.Select((estimator, i) => estimator.Estimate(_sums[i], _count))];
        MetricEstimate squared = means[1];
        double root = Math.Sqrt(squared.Value);
        var rooted = new MetricEstimate(
            PerformanceMetricNames.RootMeanSquaredError, root, Math.Sqrt(squared.Reference), root > 0 ? squared.SamplingError / (2 * root) : squared.SamplingError);
        return new PerformanceEstimate(_count, _skipped, [.. means[..2], rooted, .. means[2..]]);
    }
}
