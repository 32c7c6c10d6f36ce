namespace ModelOps.Drift.Performance.Monitoring;

/// <summary>Estimates a regression.</summary>
internal sealed class RegressionEstimator(DleReference reference) : IPerformanceEstimator
{
    private readonly DleAccumulator _sums = new(reference);

    public void Add(ReadOnlySpan<double> scores, double prediction, ReadOnlySpan<double> features) => _sums.Add(features, prediction);

    public void Merge(IPerformanceEstimator other) => _sums.Merge(((RegressionEstimator)other)._sums);

    public PerformanceEstimate Estimate() => _sums.Estimate();

    public WindowSumsDocument Save(long ticks) => _sums.Save(ticks);

    public bool TryLoad(WindowSumsDocument document) => _sums.TryLoad(document);
}
