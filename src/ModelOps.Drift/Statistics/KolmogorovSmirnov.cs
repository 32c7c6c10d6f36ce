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
        ReadOnlySpan<double> reference, ReadOnlySpan<double> current, KolmogorovSmirnovMethod method = KolmogorovSmirnovMethod.Auto)
    {
        if (!Enum.IsDefined(method))
        {
            throw new ArgumentOutOfRangeException(nameof(method), method, "Use Auto, Exact or Asymptotic.");
        }

        double[] x = SortedSample.Of(reference);
        double[] y = SortedSample.Of(current);
        if (x.Length == 0 || y.Length == 0)
        {
            return new(TwoSampleResult.NotEnoughData(x.Length, y.Length), double.NaN, 0, IsExact: false);
        }

        (long steps, double location) = LargestDistance(x, y);
        double d = (double)Math.Abs(steps) / ((long)x.Length * y.Length);
        bool exact = method == KolmogorovSmirnovMethod.Exact
            || (method == KolmogorovSmirnovMethod.Auto && Math.Max(x.Length, y.Length) <= LargestExact);
        exact &= LatticePaths.CanCount(x.Length, y.Length);
        double p = exact ? LatticePaths.ShareLeaving(x.Length, y.Length, Math.Abs(steps)) : AsymptoticPValue(d, x.Length, y.Length);
        return new(new TwoSampleResult(d, p, d, x.Length, y.Length), location, Math.Sign(steps), exact);
    }

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

    // The distance in units of 1/(n m), so that it is an integer and equal distances compare equal.
    private static (long Steps, double Location) LargestDistance(double[] x, double[] y)
    {
        long best = 0;
        double location = Math.Min(x[0], y[0]);
        int i = 0;
        int j = 0;
        while (i < x.Length && j < y.Length)
        {
            double at = Math.Min(x[i], y[j]);
            while (i < x.Length && x[i] == at) { i++; }
            while (j < y.Length && y[j] == at) { j++; }
            long steps = ((long)i * y.Length) - ((long)j * x.Length);
            if (Math.Abs(steps) > Math.Abs(best))
            {
                best = steps;
                location = at;
            }
        }

        return (best, location);
    }
}
