namespace ModelOps.Drift.SpecialFunctions;

/// <summary>The law of Kolmogorov's two-sided D for n values, at finite n.</summary>
/// <remarks>Chooses among exact and asymptotic forms as Simard and L'Ecuyer, "Computing the two-sided Kolmogorov-Smirnov distribution"
/// (Journal of Statistical Software 39(11), 2011), recommend, as SciPy does. Against exact values: within 5e-12 relative up to 140 values; beyond, 1e-12 where
/// n · d^1.5 is at most 1.4, else within 3e-5 (just above 140 values; falls with n squared), which no alarm at 1% can tell.</remarks>
public static class KolmogorovDistribution
{
    private const long LargestExact = 140;
    private const long LargestSummed = 1_000_000;
    private const long MostTerms = 1024;

    /// <summary>Probability that D exceeds <paramref name="d"/> when n values come from the continuous law they are compared with.</summary>
    /// <param name="d">Largest distance of the distribution functions, 0 to 1.</param>
    /// <param name="n">Number of values, at least 1.</param>
    /// <returns>0 to 1; NaN if an argument is NaN or n is below 1.</returns>
    public static double Survival(double d, long n)
    {
        if (double.IsNaN(d) || n < 1)
        {
            return double.NaN;
        }

        double scaled = n * d;
        double square = scaled * d;
        if (d >= 1 || square >= 370)
        {
            return 0;
        }

        if (scaled <= 0.5)
        {
            return 1;
        }

        // Above one half, or far out in the tail, both sides cannot be exceeded at once to any digit that matters.
        if (d >= 0.5 || square >= (n <= LargestExact ? 4 : 2.2))
        {
            // Up to digits that matter at small n: by reflection, exceeding d on both sides is nearly as likely as exceeding 2d on one.
            double both = n <= LargestExact && d < 0.5 ? OneSided(2 * d, n) : 0;
            return Math.Min(1, 2 * (OneSided(d, n) - both));
        }

        bool exact = n <= LargestExact || (n <= 100_000 && n * Math.Pow(d, 1.5) <= 1.4);
        return Math.Clamp(1 - (exact ? DurbinMatrix.Cdf(d, (int)n) : PelzGood.Cdf(d, n)), 0, 1);
    }

    /// <summary>The critical value: the D exceeded with probability <paramref name="probability"/>.</summary>
    /// <param name="probability">Above 0, below 1.</param>
    /// <param name="n">Number of values, at least 1.</param>
    /// <returns>0 to 1; NaN if an argument is out of range.</returns>
    public static double InverseSurvival(double probability, long n) =>
        probability is > 0 and < 1 && n >= 1 ? Bisection.Decreasing(d => Survival(d, n), probability, 0, 1) : double.NaN;

    /// <summary>Probability that the one-sided distance exceeds d (Birnbaum and Tingey, 1951).</summary>
    private static double OneSided(double d, long n)
    {
        if (n > LargestSummed)
        {
            // Maag and Dicaire's correction of the limit; its error vanishes at this size.
            double corrected = (6 * n * d) + 1;
            return Math.Exp(-corrected * corrected / (18.0 * n));
        }

        // The terms are a smooth bell over j that vanishes at both ends, so a part of them, evenly spaced, gives the whole sum: the trapezoidal rule then converges faster than any
        // power. A quarter of these would do.
        long stride = Math.Max(1, n / MostTerms);
        double sum = Math.Pow(1 - d, n);
        for (long j = stride; j <= n; j += stride)
        {
            double p = d + ((double)j / n);
            if (p >= 1)
            {
                break;
            }

            sum += stride * d * Math.Exp(BinomialProbability.Log(j, n, p, -n * d)) / p;
        }

        return sum;
    }
}
