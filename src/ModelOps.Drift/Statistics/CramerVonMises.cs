using ModelOps.Drift.SpecialFunctions;

namespace ModelOps.Drift.Statistics;

/// <summary>Two-sample Cramér-von Mises test: the mean squared distance of the distribution functions, which sees broad changes sooner than
/// Kolmogorov-Smirnov's largest distance does.</summary>
/// <remarks>Anderson, "On the distribution of the two-sample Cramér-von Mises criterion" (1962), with midranks for ties.</remarks>
public static class CramerVonMises
{
    private const int LargestExact = 20;

    /// <summary>Tests whether two samples come from one distribution.</summary>
    /// <param name="reference">Reference values in any order; NaN and infinities are left out.</param>
    /// <param name="current">Current values in any order; NaN and infinities are left out.</param>
    /// <param name="method">How to compute the p-value: exact up to 20 values a side by default, the most that is counted; else the limiting law
    /// with mean and variance corrected for the sizes.</param>
    /// <returns>Anderson's T and its p-value, as SciPy's <c>cramervonmises_2samp</c> with full precision in the far tail; effect size is the
    /// root mean squared distance of the two distribution functions over the pooled values, 0 to about 0.58. Not enough data when a side has
    /// fewer than two finite values.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The method is no member of its enumeration.</exception>
    public static TwoSampleResult Compare(ReadOnlySpan<double> reference, ReadOnlySpan<double> current, PValueMethod method = PValueMethod.Auto)
    {
        Arguments.ThrowIfUndefined(method, nameof(method));
        double[] x = SortedSample.Of(reference);
        double[] y = SortedSample.Of(current);
        if (x.Length < 2 || y.Length < 2)
        {
            return TwoSampleResult.NotEnoughData(x.Length, y.Length);
        }

        double n = x.Length;
        double m = y.Length;
        (double excess, double squaredDistance) = Sums(x, y);
        double t = excess;
        bool exact = method != PValueMethod.Asymptotic && Math.Max(x.Length, y.Length) <= LargestExact;
        double p = exact ? CramerVonMisesPaths.ShareAtLeast(x.Length, y.Length, t) : AsymptoticPValue(t, n, m);
        return new TwoSampleResult(t, p, Math.Sqrt(squaredDistance), x.Length, y.Length);
    }

    private static double AsymptoticPValue(double t, double n, double m)
    {
        double total = n + m;
        double mean = (1 + (1 / total)) / 6;
        double variance = (total + 1) * ((4 * n * m * total) - (3 * ((n * n) + (m * m))) - (2 * n * m)) / (45 * total * total * 4 * n * m);
        return CramerVonMisesDistribution.Survival((1 / 6.0) + ((t - mean) / Math.Sqrt(45 * variance)));
    }

    // T in the form of rank sums, and the mean of (F - G)² over the pooled values.
    private static (double T, double SquaredDistance) Sums(double[] x, double[] y)
    {
        double n = x.Length;
        double m = y.Length;
        double total = n + m;
        double sum = 0;
        double squares = 0;
        var ranks = new PooledRanks(x, y);
        while (ranks.Next())
        {
            double rank = ranks.DoubledRank / 2.0;
            sum += (n * Deviations(rank, ranks.ReferenceBelow, ranks.ReferenceTied)) + (m * Deviations(rank, ranks.CurrentBelow, ranks.CurrentTied));
            double difference = ((ranks.ReferenceBelow + ranks.ReferenceTied) / n) - ((ranks.CurrentBelow + ranks.CurrentTied) / m);
            squares += difference * difference * (ranks.ReferenceTied + ranks.CurrentTied);
        }

        return ((sum / (n * m * total)) - (((4 * n * m) - 1) / (6 * total)), squares / total);
    }

    // Σ (rank - i)² over the places i of the tied values in their own sample.
    private static double Deviations(double rank, int below, int tied)
    {
        double first = rank - below - 1;
        double middle = first - ((tied - 1) / 2.0);
        return tied * ((middle * middle) + (((double)tied * tied) - 1) / 12);
    }
}
