namespace ModelOps.Drift.Performance.Monitoring;

/// <summary>Estimates a window of one kind of model. Merges exactly; for one writer.</summary>
internal interface IPerformanceEstimator
{
    /// <summary>Adds a row.</summary>
    /// <param name="scores">All columns of its output.</param>
    /// <param name="prediction">What it predicts: a score, a number or the index of a class; NaN where it has none.</param>
    /// <param name="features">Its features, for a regression; else empty.</param>
    void Add(ReadOnlySpan<double> scores, double prediction, ReadOnlySpan<double> features);

    /// <summary>Adds the rows of another over the same reference.</summary>
    void Merge(IPerformanceEstimator other);

    PerformanceEstimate Estimate();

    WindowSumsDocument Save(long ticks);

    /// <returns>False when they are not sums over this reference; then it is of no use any more.</returns>
    bool TryLoad(WindowSumsDocument document);
}
