using ModelOps.Drift.SpecialFunctions;

namespace ModelOps.Drift.Statistics;

/// <summary>Exact null law of Mann-Whitney's U: in how many orders of n and m distinct values it takes each value.</summary>
internal static class RankSumOrders
{
    private const double LogOfMost = 87;   // ln of 6·10^37, within a 128-bit integer
    private const long MostCells = 100_000_000;

    internal static bool CanCount(long n, long m) =>
        n * m <= MostCells
        && GammaFunctions.LogGamma(n + m + 1) - GammaFunctions.LogGamma(n + 1) - GammaFunctions.LogGamma(m + 1) <= LogOfMost;

    /// <summary>Share of the orders in which U is at least <paramref name="u"/>.</summary>
    internal static double ShareAtLeast(int n, int m, long u)
    {
        Int128[] counts = Counts(Math.Min(n, m), Math.Max(n, m));
        Int128 all = 0;
        Int128 reaching = 0;
        for (int i = 0; i < counts.Length; i++)
        {
            all += counts[i];
            reaching += i >= u ? counts[i] : 0;
        }

        return (double)reaching / (double)all;
    }

    // The Gaussian binomial Π (1 - q^(m + i)) / (1 - q^i): its coefficients count the orders. Each factor is multiplied and divided in place;
    // what overflows on the way wraps round and comes back, because the results fit.
    private static Int128[] Counts(int shorter, int longer)
    {
        var counts = new Int128[((long)shorter * longer) + 1];
        counts[0] = 1;
        for (int i = 1; i <= shorter; i++)
        {
            int lag = longer + i;
            for (int at = counts.Length - 1; at >= lag; at--) { counts[at] = unchecked(counts[at] - counts[at - lag]); }
            for (int at = i; at < counts.Length; at++) { counts[at] = unchecked(counts[at] + counts[at - i]); }
        }

        return counts;
    }
}
