namespace ModelOps.Serving;

/// <summary>A confidence sequence for the mean of values from 0 to 1: narrow when their variance is small, whatever their distribution.</summary>
/// <remarks>Empirical Bernstein: with S the sum of the values less their means and V the sum of squared distances from predictions made beforehand,
/// <c>exp(l S - (-ln(1 - l) - l) V)</c> is a supermartingale for each l from 0 to 1 (Howard et al. 2021, theorem 4; Fan et al. 2015). A mixture of 20 such l
/// serves samples from tens to tens of millions. It holds for the running mean of the values' expectations, so those may drift.</remarks>
internal static class MeanBounds
{
    private const int Size = 20;
    private const int MaxSteps = 60;
    private static readonly double[] Rates = [.. Enumerable.Range(0, Size).Select(static i => 0.7 * Math.Pow(2, -i / 2.0))];
    private static readonly double[] Costs = [.. Rates.Select(static rate => -Math.Log(1 - rate) - rate)];

    /// <param name="count">How many values.</param>
    /// <param name="sum">Their sum.</param>
    /// <param name="squares">Sum of squared distances from what was predicted before each came.</param>
    /// <param name="alpha">Probability that any interval of the sequence is wrong; both sides together.</param>
    public static ConfidenceInterval Compute(long count, double sum, double squares, double alpha)
    {
        if (count == 0) { return new ConfidenceInterval(0, 1); }
        double radius = Deviation(Math.Max(0, squares), alpha / 2) / count;
        double mean = sum / count;
        return new ConfidenceInterval(Math.Max(0, mean - radius), Math.Min(1, mean + radius));
    }

    /// <summary>How far a sum strays from its expectation in one direction, ever, but for a probability of alpha.</summary>
    public static double Deviation(double squares, double alpha)
    {
        double needed = -Math.Log(alpha);
        double outside = double.PositiveInfinity; // where one member of the mixture alone is enough
        for (int i = 0; i < Size; i++) { outside = Math.Min(outside, (needed + Math.Log(Size) + (Costs[i] * squares)) / Rates[i]); }
        // The logarithm of the mixture grows ever faster with the deviation, so Newton's steps from above stay above.
        Span<double> logs = stackalloc double[Size];
        for (int step = 0; step < MaxSteps; step++)
        {
            for (int i = 0; i < Size; i++) { logs[i] = (Rates[i] * outside) - (Costs[i] * squares); }
            double excess = MixtureGrid.LogMeanExp(logs, Rates, out double slope) - needed;
            double next = outside - (excess / slope);
            if (excess <= 0 || outside - next <= outside * 1e-14) { break; }
            outside = next;
        }

        return outside;
    }
}
