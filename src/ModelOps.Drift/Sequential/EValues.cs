namespace ModelOps.Drift.Sequential;

/// <summary>Corrections of e-values for testing many features at once.</summary>
public static class EValues
{
    /// <summary>The e-BH procedure (Wang and Ramdas, 2022): of the features flagged, the expected share of false ones is at most
    /// <paramref name="alpha"/>, however the features depend on each other and whenever one looks.</summary>
    /// <param name="logEValues">Natural logarithms of the e-values, in any order.</param>
    /// <param name="alpha">Above 0, below 1.</param>
    /// <returns>Whether each is flagged, in the same order.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Alpha is out of its range.</exception>
    public static bool[] BenjaminiHochberg(ReadOnlySpan<double> logEValues, double alpha)
    {
        if (!(alpha is > 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "Alpha must lie above 0 and below 1, e.g. 0.01.");
        }

        double[] descending = logEValues.ToArray();
        Array.Sort(descending);
        Array.Reverse(descending);
        double least = double.PositiveInfinity;
        for (int rank = 1; rank <= descending.Length; rank++)
        {
            // The largest rank whose e-value is at least count / (rank alpha).
            if (descending[rank - 1] >= Math.Log(descending.Length / (rank * alpha)))
            {
                least = descending[rank - 1];
            }
        }

        return Array.ConvertAll(logEValues.ToArray(), log => log >= least);
    }
}
