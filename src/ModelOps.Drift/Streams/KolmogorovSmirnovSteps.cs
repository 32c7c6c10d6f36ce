using ModelOps.Drift.Statistics;

namespace ModelOps.Drift.Streams;

/// <summary>The distance of two small samples as an integer, and the integer that is significant: the p-value is computed once, not at every value.</summary>
internal static class KolmogorovSmirnovSteps
{
    private const double SmallestDistance = 0.1;

    /// <summary>Largest distance of two distribution functions in units of 1/(n m).</summary>
    internal static long Between(ReadOnlySpan<double> sortedX, ReadOnlySpan<double> sortedY)
    {
        long best = 0;
        int i = 0;
        int j = 0;
        while (i < sortedX.Length && j < sortedY.Length)
        {
            double at = Math.Min(sortedX[i], sortedY[j]);
            while (i < sortedX.Length && sortedX[i] == at) { i++; }
            while (j < sortedY.Length && sortedY[j] == at) { j++; }
            best = Math.Max(best, Math.Abs(((long)i * sortedY.Length) - ((long)j * sortedX.Length)));
        }

        return best;
    }

    /// <summary>Smallest distance with a p-value of at most <paramref name="alpha"/> that exceeds 0.1; beyond the largest when there is none.</summary>
    internal static long Critical(int n, int m, double alpha)
    {
        long low = (long)Math.Floor(SmallestDistance * n * m) + 1;
        long high = ((long)n * m) + 1;
        while (low < high)
        {
            long middle = low + ((high - low) / 2);
            if (PValue(n, m, middle) <= alpha)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return low;
    }

    // Equal sizes have no distance below 1/n.
    private static double PValue(int n, int m, long steps) => n == m && steps < n ? 1
        : LatticePaths.CanCount(n, m) ? LatticePaths.ShareLeaving(n, m, steps)
        : KolmogorovSmirnov.AsymptoticPValue(steps / ((double)n * m), n, m);
}
