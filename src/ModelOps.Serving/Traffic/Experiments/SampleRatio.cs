namespace ModelOps.Serving;

/// <summary>Tests whether counts fit weights, at any time and any number of times.</summary>
/// <remarks>The Bayes factor of unknown shares (Dirichlet, all 1) against the weights' shares is a martingale when the weights hold, so the inverse of its largest
/// value is a p-value that looking does not spoil. Lindon and Malek, "Anytime-valid inference for multinomial count data" (2022).</remarks>
internal static class SampleRatio
{
    /// <returns>The inverse of the Bayes factor now, at most 1.</returns>
    public static double PValue(ReadOnlySpan<long> counts, ReadOnlySpan<int> weights)
    {
        double log = 0;
        long total = 0;
        long totalWeight = 0;
        int cells = 0;
        for (int i = 0; i < counts.Length; i++)
        {
            if (weights[i] == 0) { continue; }
            cells++;
            total += counts[i];
            totalWeight += weights[i];
        }

        for (int i = 0; i < counts.Length; i++)
        {
            if (weights[i] > 0) { log += LogGamma.Of(1 + counts[i]) - (counts[i] * Math.Log((double)weights[i] / totalWeight)); }
        }

        log += LogGamma.Of(cells) - LogGamma.Of(cells + total);
        return Math.Min(1, Math.Exp(-log));
    }
}
