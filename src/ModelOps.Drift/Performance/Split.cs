namespace ModelOps.Drift.Performance;

/// <summary>A tree of one split.</summary>
/// <param name="Feature">The feature split.</param>
/// <param name="Bin">The last of its bins on the low side.</param>
/// <param name="Low">Mean residual of the low side.</param>
/// <param name="High">Mean residual of the high side.</param>
internal sealed record Split(int Feature, int Bin, double Low, double High)
{
    /// <summary>Rows that each side must have.</summary>
    private const int MinimumRows = 5;

    /// <summary>The split that explains most; null when none explains anything.</summary>
    internal static Split? Best(int[][] codes, FeatureBins[] bins, double[] residuals)
    {
        Split? best = null;
        double most = 1e-12 * residuals.Sum(static residual => residual * residual);
        double total = residuals.Sum();
        for (int feature = 0; feature < codes.Length; feature++)
        {
            var sums = new double[bins[feature].Count];
            var counts = new int[sums.Length];
            int[] own = codes[feature];
            for (int row = 0; row < own.Length; row++)
            {
                sums[own[row]] += residuals[row];
                counts[own[row]]++;
            }

            double low = 0;
            int below = 0;
            for (int bin = 0; bin < sums.Length - 1; bin++)
            {
                low += sums[bin];
                below += counts[bin];
                int above = own.Length - below;
                double high = total - low;
                double gain = below < MinimumRows || above < MinimumRows
                    ? 0
                    : (low * low / below) + (high * high / above) - (total * total / own.Length);
                if (gain > most)
                {
                    (most, best) = (gain, new Split(feature, bin, low / below, high / above));
                }
            }
        }

        return best;
    }
}
