using System.Numerics;
using ModelOps.Drift.Kernels.Walks;
using ModelOps.Drift.SpecialFunctions;

namespace ModelOps.Drift.Statistics;

/// <summary>Two-sample, two-sided Kolmogorov-Smirnov test.</summary>
public static class KolmogorovSmirnov
{
    private const int LargestExact = 10_000;

    /// <summary>Tests whether two samples come from one distribution.</summary>
    /// <param name="reference">Reference values in any order; NaN and infinities are left out.</param>
    /// <param name="current">Current values in any order; NaN and infinities are left out.</param>
    /// <param name="method">How to compute the p-value. <see cref="KolmogorovSmirnovMethod.Exact"/> falls back to the asymptotic law where
    /// the sizes' common multiple exceeds a 32-bit integer.</param>
    /// <returns>D and its p-value, as SciPy's <c>ks_2samp</c>; not enough data when a side has no finite value.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The method is no member of its enumeration.</exception>
    public static KolmogorovSmirnovResult Compare(
        ReadOnlySpan<double> reference, ReadOnlySpan<double> current, KolmogorovSmirnovMethod method = KolmogorovSmirnovMethod.Auto) =>
        Compare<double>(reference, current, method);

    /// <inheritdoc cref="Compare(ReadOnlySpan{double}, ReadOnlySpan{double}, KolmogorovSmirnovMethod)"/>
    public static KolmogorovSmirnovResult Compare(
        ReadOnlySpan<float> reference, ReadOnlySpan<float> current, KolmogorovSmirnovMethod method = KolmogorovSmirnovMethod.Auto) =>
        Compare<float>(reference, current, method);

    /// <summary>Probability of a distance of at least <paramref name="d"/> when nothing changed, by the law at finite effective size.</summary>
    /// <param name="d">Distance of the two distribution functions.</param>
    /// <param name="referenceCount">Reference values, at least 1.</param>
    /// <param name="currentCount">Current values, at least 1.</param>
    /// <returns>0 to 1.</returns>
    public static double AsymptoticPValue(double d, long referenceCount, long currentCount) =>
        KolmogorovDistribution.Survival(d, RoundedSize(referenceCount, currentCount));

    /// <summary>Distance that is exceeded with probability <paramref name="alpha"/> when nothing changed, by the law at finite effective
    /// size.</summary>
    /// <param name="alpha">Above 0, below 1.</param>
    /// <param name="referenceCount">Reference values, at least 1.</param>
    /// <param name="currentCount">Current values, at least 1.</param>
    /// <returns>0 to 1.</returns>
    public static double CriticalValue(double alpha, long referenceCount, long currentCount) =>
        KolmogorovDistribution.InverseSurvival(alpha, RoundedSize(referenceCount, currentCount));

    private static long RoundedSize(long referenceCount, long currentCount) =>
        Math.Max(1, (long)Math.Round(EffectiveSize.Of(referenceCount, currentCount), MidpointRounding.ToEven));

    private static KolmogorovSmirnovResult Compare<T>(ReadOnlySpan<T> reference, ReadOnlySpan<T> current, KolmogorovSmirnovMethod method)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!Enum.IsDefined(method))
        {
            throw new ArgumentOutOfRangeException(nameof(method), method, "Use Auto, Exact or Asymptotic.");
        }

        (long steps, double location, int n, int m) = KolmogorovSmirnovSearch.Find(reference, current);
        if (n == 0 || m == 0)
        {
            return new(TwoSampleResult.NotEnoughData(n, m), double.NaN, 0, IsExact: false);
        }

        double d = (double)Math.Abs(steps) / ((long)n * m);
        bool exact = method == KolmogorovSmirnovMethod.Exact || (method == KolmogorovSmirnovMethod.Auto && Math.Max(n, m) <= LargestExact);
        exact &= LatticePaths.CanCount(n, m);
        double p = exact ? LatticePaths.ShareLeaving(n, m, Math.Abs(steps)) : AsymptoticPValue(d, n, m);
        return new(new TwoSampleResult(d, p, d, n, m), location, Math.Sign(steps), exact);
    }
}
