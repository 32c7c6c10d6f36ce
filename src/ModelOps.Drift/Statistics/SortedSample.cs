namespace ModelOps.Drift.Statistics;

/// <summary>Makes the sorted copy of a sample's finite values that the rank statistics work on.</summary>
internal static class SortedSample
{
    /// <summary>Finite values in ascending order; NaN and infinities are left out.</summary>
    internal static double[] Of(ReadOnlySpan<double> values)
    {
        var sorted = new double[values.Length];
        int count = 0;
        foreach (double value in values)
        {
            if (double.IsFinite(value))
            {
                sorted[count++] = value;
            }
        }

        Array.Resize(ref sorted, count);
        Array.Sort(sorted);
        return sorted;
    }

    /// <summary>Standard deviation with divisor n.</summary>
    internal static double StandardDeviation(ReadOnlySpan<double> values)
    {
        double mean = 0;
        foreach (double value in values) { mean += value / values.Length; }
        double squares = 0;
        foreach (double value in values) { squares += (value - mean) * (value - mean); }
        return Math.Sqrt(squares / values.Length);
    }
}
