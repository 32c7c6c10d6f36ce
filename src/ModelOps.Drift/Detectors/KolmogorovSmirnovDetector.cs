using ModelOps.Drift.Profiles;
using ModelOps.Drift.Statistics;

namespace ModelOps.Drift.Detectors;

/// <summary>Kolmogorov-Smirnov distance at the edges of the reference's bins.</summary>
/// <remarks>Between the edges nothing is known, so the distance is at most the true one (by no more than the largest bin's share) and the
/// p-value at least the true one: binning can cost power, never a false alarm.</remarks>
public sealed class KolmogorovSmirnovDetector : IDriftDetector
{
    private readonly SizeMemo _critical = new();
    private readonly SizeMemo _detectable = new();

    /// <inheritdoc/>
    public string Name => DriftDetectorNames.KolmogorovSmirnov;

    /// <inheritdoc/>
    public double DefaultMinimumEffect => 0.1;

    /// <inheritdoc/>
    public bool Supports(FeatureKind kind) => kind == FeatureKind.Numeric;

    /// <inheritdoc/>
    public TwoSampleResult Measure(FeatureProfile reference, FeatureProfile current)
    {
        long n = reference.Count;
        long m = current.Count;
        if (n == 0 || m == 0)
        {
            return TwoSampleResult.NotEnoughData(n, m);
        }

        double distance = 0;
        double referenceBelow = 0;
        double currentBelow = 0;
        for (int i = 0; i < reference.Counts.Length; i++)
        {
            referenceBelow += reference.Counts[i];
            currentBelow += current.Counts[i];
            distance = Math.Max(distance, Math.Abs((referenceBelow / n) - (currentBelow / m)));
        }

        return new TwoSampleResult(distance, KolmogorovSmirnov.AsymptoticPValue(distance, n, m), distance, n, m);
    }

    /// <inheritdoc/>
    public double CriticalValue(double alpha, FeatureProfile reference, FeatureProfile current) =>
        _critical.Get(alpha, 0, reference.Count, current.Count, static (alpha, _, n, m) => KolmogorovSmirnov.CriticalValue(alpha, n, m));

    /// <inheritdoc/>
    public double MinimumDetectableEffect(double criticalValue, double alpha, double power, FeatureProfile reference, FeatureProfile current) =>
        _detectable.Get(criticalValue, power, reference.Count, current.Count, static (critical, power, n, m) => Power.MinimumDetectableEffect.Distance(critical, power, n, m));
}
