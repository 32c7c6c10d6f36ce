namespace ModelOps.Drift.Performance.Monitoring;

/// <summary>Estimates a classifier of two classes.</summary>
internal sealed class BinaryEstimator(CbpeReference reference, double threshold) : IPerformanceEstimator
{
    private readonly CbpeAccumulator _sums = new(reference);

    public void Add(ReadOnlySpan<double> scores, double prediction, ReadOnlySpan<double> features) => _sums.Add(prediction, prediction >= threshold);

    public void Merge(IPerformanceEstimator other) => _sums.Merge(((BinaryEstimator)other)._sums);

    public PerformanceEstimate Estimate() => _sums.Estimate();

    public WindowSumsDocument Save(long ticks)
    {
        CbpeSumsDocument sums = _sums.Save();
        return new WindowSumsDocument { Ticks = ticks, Count = sums.Count, Skipped = sums.Skipped, Classes = [sums] };
    }

    public bool TryLoad(WindowSumsDocument document) => document.Classes is [{ } sums] && _sums.TryLoad(sums);
}
