namespace ModelOps.Drift.Performance.Monitoring;

/// <summary>Estimates a classifier of several classes.</summary>
internal sealed class MulticlassEstimator(MulticlassCbpeReference reference) : IPerformanceEstimator
{
    private readonly MulticlassCbpeAccumulator _sums = new(reference);

    // A row without a prediction has a score that is NaN, so it is skipped and counted whatever class it is said to be.
    public void Add(ReadOnlySpan<double> scores, double prediction, ReadOnlySpan<double> features) => _sums.Add(scores, double.IsNaN(prediction) ? 0 : (int)prediction);

    public void Merge(IPerformanceEstimator other) => _sums.Merge(((MulticlassEstimator)other)._sums);

    public PerformanceEstimate Estimate() => _sums.Estimate();

    public WindowSumsDocument Save(long ticks) => _sums.Save(ticks);

    public bool TryLoad(WindowSumsDocument document) => _sums.TryLoad(document);
}
