namespace ModelOps.Serving;

/// <summary>A confidence sequence for a quantile, as ranks: how many of n values are at or below it. No bound on the values is needed, nor any moment.</summary>
/// <remarks>Howard and Ramdas, "Sequential estimation of quantiles with applications to A/B testing and best-arm identification" (2022): values at or below the
/// p-quantile come with a rate of p at least, values below it with a rate of p at most. Each side is a mixture of likelihood ratios of 16 rates, whose odds
/// differ from those of p by factors from 1.015 to 17. Ties and several values in one bin only make the interval wider.</remarks>
internal static class QuantileRanks
{
    private const int Size = 16;
    private static readonly double[] Factors = [.. Enumerable.Range(0, Size).Select(static i => Math.Exp(2.83 * Math.Pow(2, -i / 2.0)))];

    /// <summary>The largest count at or below which values cannot hold the quantile; -1 when there is none.</summary>
    public static long Lower(long trials, double quantile, double alpha) => Find(trials, quantile, alpha, above: false);

    /// <summary>The smallest count of lower values that is too large; trials + 1 when there is none.</summary>
    public static long Upper(long trials, double quantile, double alpha) => Find(trials, quantile, alpha, above: true);

    private static long Find(long trials, double quantile, double alpha, bool above)
    {
        Span<double> hit = stackalloc double[Size];
        Span<double> miss = stackalloc double[Size];
        double odds = quantile / (1 - quantile);
        for (int i = 0; i < Size; i++)
        {
            double other = above ? odds * Factors[i] : odds / Factors[i];
            hit[i] = Math.Log(other / (1 + other) / quantile);
            miss[i] = Math.Log(1 / (1 + other) / (1 - quantile));
        }

        // The evidence only grows with a count that moves away from what is expected.
        Span<double> logs = stackalloc double[Size];
        long low = -1;
        long high = trials + 1;
        while (high - low > 1)
        {
            long count = low + ((high - low) / 2);
            for (int i = 0; i < Size; i++) { logs[i] = (count * hit[i]) + ((trials - count) * miss[i]); }
            bool isOut = MixtureGrid.LogMeanExp(logs) >= -Math.Log(alpha);
            if (isOut == above) { high = count; }
            else { low = count; }
        }

        return above ? high : low;
    }
}
