namespace ModelOps.Drift.Statistics;

/// <summary>Anderson-Darling k-sample test with midranks: a Cramér-von Mises distance that weighs the tails up.</summary>
/// <remarks>Scholz and Stephens, "K-sample Anderson-Darling tests" (1987), formula 7. Their table reaches from 25% to 0.1%, so p-values are clipped
/// to that range: too coarse for a correction over many features, where Cramér-von Mises serves better.</remarks>
public static class AndersonDarling
{
    /// <summary>Tests whether two samples come from one distribution.</summary>
    /// <param name="reference">Reference values in any order; NaN and infinities are left out.</param>
    /// <param name="current">Current values in any order; NaN and infinities are left out.</param>
    /// <returns>The standardised statistic and its p-value, interpolated and clipped to 0.001 to 0.25, as SciPy's <c>anderson_ksamp</c>;
    /// effect size is
    /// the root of the mean squared distance of the distribution functions, weighted by the inverse of its variance. All values equal: 0, p 1. Not
    /// enough data when a side has no finite value or there are fewer than four in all.</returns>
    public static TwoSampleResult Compare(ReadOnlySpan<double> reference, ReadOnlySpan<double> current) =>
        Compare([SortedSample.Of(reference), SortedSample.Of(current)]);

    /// <summary>Tests whether several samples come from one distribution.</summary>
    /// <param name="samples">At least two samples, each in any order; NaN and infinities are left out. The first is the reference.</param>
    /// <returns>As for two samples; the current count is that of all samples but the first.</returns>
    /// <exception cref="ArgumentException">There are fewer than two samples.</exception>
    public static TwoSampleResult CompareAll(IReadOnlyList<double[]> samples)
    {
        ArgumentNullException.ThrowIfNull(samples);
        return samples.Count >= 2
            ? Compare([.. samples.Select(static sample => SortedSample.Of(sample))])
            : throw new ArgumentException("Give at least two samples.", nameof(samples));
    }

    private static TwoSampleResult Compare(double[][] samples)
    {
        double[] pooled = SortedSample.Of(samples.SelectMany(static sample => sample).ToArray());
        long reference = samples[0].Length;
        long current = pooled.Length - reference;
        if (pooled.Length < 4 || Array.Exists(samples, static sample => sample.Length == 0))
        {
            return TwoSampleResult.NotEnoughData(reference, current);
        }

        if (pooled[0] == pooled[^1])
        {
            return new TwoSampleResult(0, 1, 0, reference, current);
        }

        double sum = samples.Sum(sample => SquaredDistance(sample, pooled));
        double total = pooled.Length;
        int between = samples.Length - 1;
        double statistic = (((total - 1) / total * sum) - between) / Math.Sqrt(AndersonDarlingNull.Variance(samples));
        double effect = Math.Sqrt(samples.Length == 2 ? sum / EffectiveSize.Of(reference, current) : sum / total);
        return new TwoSampleResult(statistic, AndersonDarlingNull.PValue(statistic, between), effect, reference, current);
    }

    // One sample's part of the statistic: squared distances from the pooled midranks over their variance, summed over distinct values.
    private static double SquaredDistance(double[] sample, double[] pooled)
    {
        double n = sample.Length;
        double total = pooled.Length;
        double sum = 0;
        int below = 0;
        int sampleBelow = 0;
        while (below < pooled.Length)
        {
            double value = pooled[below];
            int tied = Tied(pooled, below, value);
            int sampleTied = Tied(sample, sampleBelow, value);
            double middle = below + (tied / 2.0);
            double distance = (total * (sampleBelow + (sampleTied / 2.0))) - (middle * n);
            sum += tied / total * distance * distance / ((middle * (total - middle)) - (total * tied / 4));
            below += tied;
            sampleBelow += sampleTied;
        }

        return sum / n;
    }

    private static int Tied(double[] sorted, int from, double value)
    {
        int at = from;
        while (at < sorted.Length && sorted[at] == value) { at++; }
        return at - from;
    }
}
