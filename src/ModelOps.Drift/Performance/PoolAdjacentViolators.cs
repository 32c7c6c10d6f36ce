namespace ModelOps.Drift.Performance;

/// <summary>Pool-adjacent-violators on shares of whole numbers: exact, in one pass.</summary>
internal static class PoolAdjacentViolators
{
    /// <summary>Fits nondecreasing shares.</summary>
    /// <param name="positives">Positives at each place.</param>
    /// <param name="counts">Values at each place, at least 1.</param>
    /// <param name="fitted">The fitted share at each place.</param>
    /// <returns>Where the pool of each place ends.</returns>
    internal static long[] Fit(ReadOnlySpan<long> positives, ReadOnlySpan<long> counts, out double[] fitted)
    {
        var pools = new Stack<(long Positives, long Count, int End)>();
        for (int i = 0; i < counts.Length; i++)
        {
            (long sum, long count) = (positives[i], counts[i]);

            // Equal shares are pooled too, so that pools are told apart by their shares.
            while (pools.TryPeek(out (long Positives, long Count, int End) last) && (Int128)last.Positives * count >= (Int128)sum * last.Count)
            {
                pools.Pop();
                sum += last.Positives;
                count += last.Count;
            }

            pools.Push((sum, count, i));
        }

        fitted = new double[counts.Length];
        var ends = new long[counts.Length];
        int right = counts.Length - 1;
        while (pools.TryPop(out (long Positives, long Count, int End) pool))
        {
            int left = pools.TryPeek(out (long Positives, long Count, int End) before) ? before.End + 1 : 0;
            fitted.AsSpan(left, right - left + 1).Fill((double)pool.Positives / pool.Count);
            ends.AsSpan(left, right - left + 1).Fill(pool.End);
            right = left - 1;
        }

        return ends;
    }
}
