namespace ModelOps.Serving;

/// <summary>The logarithm of a mean of exponentials: the value of a martingale that mixes several, all with the same weight.</summary>
internal static class MixtureGrid
{
    /// <summary>Computes <c>ln(mean(exp(values)))</c> without overflow.</summary>
    public static double LogMeanExp(ReadOnlySpan<double> values)
    {
        double max = double.NegativeInfinity;
        foreach (double value in values) { max = Math.Max(max, value); }
        if (double.IsInfinity(max)) { return max; }
        double sum = 0;
        foreach (double value in values) { sum += Math.Exp(value - max); }
        return max + Math.Log(sum / values.Length);
    }

    /// <summary>As above, with its slope in what the values are linear in.</summary>
    public static double LogMeanExp(ReadOnlySpan<double> values, ReadOnlySpan<double> slopes, out double slope)
    {
        double max = double.NegativeInfinity;
        foreach (double value in values) { max = Math.Max(max, value); }
        double sum = 0;
        double weighted = 0;
        for (int i = 0; i < values.Length; i++)
        {
            double part = Math.Exp(values[i] - max);
            sum += part;
            weighted += part * slopes[i];
        }

        slope = weighted / sum;
        return max + Math.Log(sum / values.Length);
    }
}
