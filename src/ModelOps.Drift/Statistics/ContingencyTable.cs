namespace ModelOps.Drift.Statistics;

/// <summary>Checks that two rows of counts belong together, and sums them.</summary>
internal static class ContingencyTable
{
    internal static (long Reference, long Current) Totals(ReadOnlySpan<long> reference, ReadOnlySpan<long> current)
    {
        if (reference.Length != current.Length)
        {
            throw new ArgumentException(
                $"The reference has {reference.Length} counts and the current sample {current.Length}. Count both over the same bins.", nameof(current));
        }

        return (Total(reference, nameof(reference)), Total(current, nameof(current)));
    }

    private static long Total(ReadOnlySpan<long> counts, string name)
    {
        long total = 0;
        foreach (long count in counts)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(count, name);
            total = checked(total + count);
        }

        return total;
    }
}
