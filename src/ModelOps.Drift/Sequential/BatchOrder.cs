using ModelOps.Drift.Statistics;

namespace ModelOps.Drift.Sequential;

/// <summary>Puts the values of a batch, of which only counts are known, in a random order: under exchangeability all orders are equally
/// likely.</summary>
internal static class BatchOrder
{
    private const int MostAtOnce = 65_536;

    internal static void Visit(ReadOnlySpan<long> counts, Random random, Action<int> observe) => Visit(counts, long.MaxValue, random, observe);

    /// <summary>As the other, for at most so many values, chosen at random.</summary>
    internal static void Visit(ReadOnlySpan<long> counts, long most, Random random, Action<int> observe)
    {
        long[] left = counts.ToArray();
        long total = left.Sum();
        var part = new long[left.Length];
        if (total > most)
        {
            CountDealer.Deal(left, most, part, random);
            (left, part) = (part, left);
            total = most;
        }

        var order = new int[(int)Math.Min(total, MostAtOnce)];
        while (total > 0)
        {
            int size = (int)Math.Min(total, MostAtOnce);
            CountDealer.Deal(left, size, part, random);
            int at = 0;
            for (int bin = 0; bin < part.Length; bin++)
            {
                order.AsSpan(at, (int)part[bin]).Fill(bin);
                at += (int)part[bin];
                left[bin] -= part[bin];
            }

            random.Shuffle(order.AsSpan(0, size));
            for (int i = 0; i < size; i++) { observe(order[i]); }
            total -= size;
        }
    }
}
