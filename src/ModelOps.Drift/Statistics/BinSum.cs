namespace ModelOps.Drift.Statistics;

/// <summary>Sums over the bins that hold anything.</summary>
internal static class BinSum
{
    internal static double Of<TTerm>(ReadOnlySpan<long> reference, ReadOnlySpan<long> current, TTerm term)
        where TTerm : struct, IBinTerm
    {
        double sum = 0;
        for (int i = 0; i < reference.Length; i++)
        {
            if ((reference[i] | current[i]) != 0) { sum += term.Of(reference[i], current[i]); }
        }

        return sum;
    }
}
