namespace ModelOps.Serving;

/// <summary>A confidence sequence for a quantile of durations counted in <see cref="LatencyBins"/>.</summary>
internal static class QuantileBounds
{
    /// <param name="bins">How many durations fell into each bin.</param>
    /// <param name="quantile">Which quantile; above 0 and below 1.</param>
    /// <param name="alpha">Probability that any interval of the sequence is wrong; both sides together.</param>
    /// <returns>The interval, in seconds.</returns>
    public static ConfidenceInterval Compute(ReadOnlySpan<long> bins, double quantile, double alpha)
    {
        long count = 0;
        foreach (long bin in bins) { count += bin; }
        if (count == 0) { return new ConfidenceInterval(0, double.PositiveInfinity); }
        long tooFew = QuantileRanks.Lower(count, quantile, alpha / 2);
        long tooMany = QuantileRanks.Upper(count, quantile, alpha / 2);
        double lower = 0;
        long below = 0;
        for (int i = 0; i < bins.Length; i++)
        {
            below += bins[i];
            if (below <= tooFew) { lower = LatencyBins.EndOf(i); }
            if (below >= tooMany) { return InSeconds(lower, LatencyBins.EndOf(i)); }
        }

        return InSeconds(lower, double.PositiveInfinity);
    }

    /// <summary>The quantile of what was counted, in seconds: the end of its bin. NaN when nothing was.</summary>
    public static double Estimate(ReadOnlySpan<long> bins, double quantile)
    {
        long count = 0;
        foreach (long bin in bins) { count += bin; }
        long below = 0;
        for (int i = 0; i < bins.Length && count > 0; i++)
        {
            below += bins[i];
            if (below >= quantile * count) { return LatencyBins.EndOf(i) / TimeSpan.TicksPerSecond; }
        }

        return double.NaN;
    }

    private static ConfidenceInterval InSeconds(double lower, double upper) => new(lower / TimeSpan.TicksPerSecond, upper / TimeSpan.TicksPerSecond);
}
