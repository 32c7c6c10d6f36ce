namespace ModelOps.Drift.Statistics;

/// <summary>Two-sample, one-sided Kolmogorov-Smirnov test: whether values grew, or shrank, somewhere in the distribution.</summary>
public static class KolmogorovSmirnovOneSided
{
    private const int LargestExact = 10_000;

    /// <summary>Tests whether current values tend to one side of reference values.</summary>
    /// <param name="reference">Reference values in any order; NaN and infinities are left out.</param>
    /// <param name="current">Current values in any order; NaN and infinities are left out.</param>
    /// <param name="alternative"><see cref="Alternative.CurrentLarger"/> measures how far the reference's distribution function rises above the
    /// current one, <see cref="Alternative.CurrentSmaller"/> the reverse.</param>
    /// <param name="method">How to compute the p-value: exact up to 10,000 values a side by default; else Hodges' approximation (1958,
    /// formula 5.3).</param>
    /// <returns>The one-sided distance as statistic and effect size, and its p-value, as SciPy's <c>ks_2samp</c> (which falls back to the
    /// approximation sooner, where its binomials overflow); not enough data when a side
    /// has no finite value.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The alternative has two sides, or an argument is no member of its enumeration.</exception>
    public static TwoSampleResult Compare(
        ReadOnlySpan<double> reference,
        ReadOnlySpan<double> current,
        Alternative alternative,
        KolmogorovSmirnovMethod method = KolmogorovSmirnovMethod.Auto)
    {
        Arguments.ThrowIfUndefined(method, nameof(method));
        if (alternative is not (Alternative.CurrentLarger or Alternative.CurrentSmaller))
        {
            throw new ArgumentOutOfRangeException(
                nameof(alternative), alternative, $"Use CurrentLarger or CurrentSmaller; {nameof(KolmogorovSmirnov)} looks both ways.");
        }

        double[] x = SortedSample.Of(reference);
        double[] y = SortedSample.Of(current);
        if (x.Length == 0 || y.Length == 0)
        {
            return TwoSampleResult.NotEnoughData(x.Length, y.Length);
        }

        long steps = LargestSteps(x, y, alternative == Alternative.CurrentLarger ? 1 : -1);
        double d = (double)steps / ((long)x.Length * y.Length);
        bool exact = method != KolmogorovSmirnovMethod.Asymptotic
            && (method == KolmogorovSmirnovMethod.Exact || Math.Max(x.Length, y.Length) <= LargestExact)
            && LatticePaths.CanCount(x.Length, y.Length);
        double p = exact ? LatticePaths.ShareCrossing(x.Length, y.Length, steps) : AsymptoticPValue(d, x.Length, y.Length);
        return new TwoSampleResult(d, p, d, x.Length, y.Length);
    }

    private static long LargestSteps(double[] x, double[] y, int sign)
    {
        var ranks = new PooledRanks(x, y);
        long largest = 0;
        while (ranks.Next())
        {
            long steps = ((long)(ranks.ReferenceBelow + ranks.ReferenceTied) * y.Length) - ((long)(ranks.CurrentBelow + ranks.CurrentTied) * x.Length);
            largest = Math.Max(largest, sign * steps);
        }

        return largest;
    }

    private static double AsymptoticPValue(double d, double n, double m)
    {
        (double large, double small) = (Math.Max(n, m), Math.Min(n, m));
        double z = Math.Sqrt(EffectiveSize.Of((long)n, (long)m)) * d;
        double exponent = (-2 * z * z) - (2 * z * (large + (2 * small)) / Math.Sqrt(large * small * (large + small)) / 3);
        return Math.Clamp(Math.Exp(exponent), 0, 1);
    }
}
