using ModelOps.Drift.SpecialFunctions;

namespace ModelOps.Drift.Statistics;

/// <summary>The chi-squared law that smooth divergences of binned counts share: a divergence times a factor and h = nm/(n + m) follows it on
/// (bins - 1) degrees of freedom when nothing changed and the samples are large.</summary>
internal static class BinnedLaw
{
    internal static double PValue(double divergence, double factor, int degreesOfFreedom, long n, long m) => degreesOfFreedom == 0
        ? 1
        : ChiSquaredDistribution.Survival(factor * EffectiveSize.Of(n, m) * divergence, degreesOfFreedom);

    internal static double CriticalValue(double alpha, double factor, int bins, long n, long m) =>
        ChiSquaredDistribution.InverseSurvival(alpha, bins - 1) / (factor * EffectiveSize.Of(n, m));
}
