using ModelOps.Drift.Profiles;
using ModelOps.Drift.Statistics;

namespace ModelOps.Drift.Detectors;

/// <summary>Wasserstein-1 distance in standard deviations of the reference, from bins.</summary>
/// <remarks>A bin's values are taken to lie at its lower edge: exact where the reference has few distinct values, else off by at most a bin's
/// width. Values outside the reference's range are taken to lie evenly between it and the smallest or largest value seen. The null law is simulated:
/// scaled by √h, the distance at the edges behaves as the area under a Brownian bridge. The p-value is (k + 1) / (N + 1) over
/// <see cref="Simulations"/> bridges of a fixed seed, so it is reproducible and never below 1 / (N + 1). The first 10,000 bridges are drawn once for
/// all looks and detectors and kept (10 MB). Across many features a correction
/// may demand less than that: prefer <see cref="KolmogorovSmirnovDetector"/> there, or raise the number.</remarks>
/// <param name="simulations">Simulated bridges, at least 99.</param>
/// <exception cref="ArgumentOutOfRangeException">There are fewer than 99 simulations.</exception>
public sealed class WassersteinDetector(int simulations) : IDriftDetector
{
    /// <summary>Makes a detector with 9,999 simulations.</summary>
    public WassersteinDetector()
        : this(9_999)
    {
    }

    /// <summary>Simulated bridges.</summary>
    public int Simulations { get; } = simulations >= 99
        ? simulations
        : throw new ArgumentOutOfRangeException(nameof(simulations), simulations, "A p-value needs at least 99 simulations.");

    /// <inheritdoc/>
    public string Name => DriftDetectorNames.Wasserstein;

    /// <inheritdoc/>
    public double DefaultMinimumEffect => 0.1;

    /// <inheritdoc/>
    public bool Supports(FeatureKind kind) => kind == FeatureKind.Numeric;

    /// <inheritdoc/>
    public TwoSampleResult Measure(FeatureProfile reference, FeatureProfile current)
    {
        if (reference.Count == 0 || current.Count == 0)
        {
            return TwoSampleResult.NotEnoughData(reference.Count, current.Count);
        }

        var bins = new BinnedDistance((NumericFeatureProfile)reference, (NumericFeatureProfile)current);
        double distance = bins.Distance();
        double beyondEdges = distance - bins.DistanceByEdges();
        int exceeding = bins.SimulateNull(Simulations).Count(simulated => simulated >= beyondEdges);
        double scaled = bins.InDeviations(distance);
        return new TwoSampleResult(scaled, (exceeding + 1.0) / (Simulations + 1.0), scaled, reference.Count, current.Count);
    }

    /// <inheritdoc/>
    public double CriticalValue(double alpha, FeatureProfile reference, FeatureProfile current)
    {
        var bins = new BinnedDistance((NumericFeatureProfile)reference, (NumericFeatureProfile)current);
        double[] simulated = bins.SimulateNull(Simulations);
        Array.Sort(simulated);
        int rank = (int)Math.Ceiling((1 - alpha) * (simulated.Length + 1)) - 1;
        return bins.InDeviations(simulated[Math.Min(rank, simulated.Length - 1)] + bins.DistanceByEdges());
    }

    /// <inheritdoc/>
    public double MinimumDetectableEffect(double criticalValue, double alpha, double power, FeatureProfile reference, FeatureProfile current) =>
        Power.MinimumDetectableEffect.Wasserstein(criticalValue, power, reference.Count, current.Count);
}
