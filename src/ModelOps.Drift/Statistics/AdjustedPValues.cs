namespace ModelOps.Drift.Statistics;

/// <summary>P-values adjusted for how many tests were made: compare each with alpha as if it stood alone.</summary>
public static class AdjustedPValues
{
    /// <summary>Adjusts p-values.</summary>
    /// <param name="pValues">P-values, each 0 to 1, in any order.</param>
    /// <param name="correction">The correction.</param>
    /// <returns>Adjusted p-values in the same order, each at least the given one and at most 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The correction is no member of its enumeration.</exception>
    public static double[] Of(ReadOnlySpan<double> pValues, MultipleTestingCorrection correction) => correction switch
    {
        MultipleTestingCorrection.None => pValues.ToArray(),
        MultipleTestingCorrection.BenjaminiHochberg => StepUp(pValues.ToArray()),
        MultipleTestingCorrection.Holm => StepDown(pValues.ToArray()),
        MultipleTestingCorrection.BenjaminiYekutieli => StepUp(pValues.ToArray(), Harmonic(pValues.Length)),
        MultipleTestingCorrection.Bonferroni => Multiplied(pValues.ToArray()),
        _ => throw new ArgumentOutOfRangeException(
            nameof(correction), correction, $"Use {string.Join(", ", Enum.GetNames<MultipleTestingCorrection>())}."),
    };

    private static double[] Multiplied(double[] pValues) => Array.ConvertAll(pValues, p => Math.Min(1, p * pValues.Length));

    // Σ 1/i, the price of validity under any dependence.
    private static double Harmonic(int count)
    {
        double sum = 0;
        for (int i = count; i >= 1; i--) { sum += 1.0 / i; }
        return sum;
    }

    private static double[] StepUp(double[] pValues, double factor = 1)
    {
        int[] order = Order(pValues);
        double bound = 1;
        for (int rank = order.Length; rank >= 1; rank--)
        {
            int at = order[rank - 1];
            bound = Math.Min(bound, factor * pValues[at] * order.Length / rank);
            pValues[at] = bound;
        }

        return pValues;
    }

    private static double[] StepDown(double[] pValues)
    {
        int[] order = Order(pValues);
        double bound = 0;
        for (int rank = 1; rank <= order.Length; rank++)
        {
            int at = order[rank - 1];
            bound = Math.Min(1, Math.Max(bound, pValues[at] * (order.Length - rank + 1)));
            pValues[at] = bound;
        }

        return pValues;
    }

    private static int[] Order(double[] pValues)
    {
        int[] order = [.. Enumerable.Range(0, pValues.Length)];
        Array.Sort((double[])pValues.Clone(), order);
        return order;
    }
}
