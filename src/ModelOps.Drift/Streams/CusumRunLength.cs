using ModelOps.Drift.SpecialFunctions;

namespace ModelOps.Drift.Streams;

/// <summary>Expected values before a <see cref="Cusum"/> alarms, for independent normal values.</summary>
public static class CusumRunLength
{
    private const int Cells = 150;

    // What Siegmund adds to each end for the overshoot over a threshold.
    private const double Overshoot = 1.166;

    /// <summary>By the Markov chain of Brook and Evans (1972): the sum is cut into cells. Better than 1% for k from ¼ to 1 and h from 2 to 8.</summary>
    /// <param name="slack">k, in deviations, at least 0.</param>
    /// <param name="threshold">h, in deviations, above 0.</param>
    /// <param name="shift">How far the mean has moved, in deviations; 0 gives the length between false alarms.</param>
    /// <param name="bothDirections">Whether a rise and a fall alarm.</param>
    /// <returns>Expected values to the first alarm.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static double Markov(double slack, double threshold, double shift = 0, bool bothDirections = true)
    {
        Check(slack, threshold, shift);
        double rise = OneSided(slack, threshold, shift);
        return bothDirections ? Either(rise, OneSided(slack, threshold, -shift)) : rise;
    }

    /// <summary>By Siegmund's approximation (1985), within 2% for k up to ½ and 8% for k = 1: (exp(−2Δb) + 2Δb − 1) / 2Δ² with Δ = shift − k and b = h + 1.166.</summary>
    /// <inheritdoc cref="Markov" path="/param" />
    /// <returns>Expected values to the first alarm.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static double Siegmund(double slack, double threshold, double shift = 0, bool bothDirections = true)
    {
        Check(slack, threshold, shift);
        double rise = SiegmundOneSided(shift - slack, threshold);
        return bothDirections ? Either(rise, SiegmundOneSided(-shift - slack, threshold)) : rise;
    }

    private static double SiegmundOneSided(double drift, double threshold)
    {
        double b = threshold + Overshoot;
        return Math.Abs(drift) < 1e-6 ? b * b : (Math.Exp(-2 * drift * b) + (2 * drift * b) - 1) / (2 * drift * drift);
    }

    private static double OneSided(double slack, double threshold, double shift)
    {
        // Cell 0 is centred at 0 and half as wide; the last ends at the threshold.
        double width = 2 * threshold / ((2 * Cells) - 1);
        double[][] system = [.. Enumerable.Range(0, Cells).Select(_ => new double[Cells + 1])];
        for (int from = 0; from < Cells; from++)
        {
            for (int to = 0; to < Cells; to++)
            {
                double upper = NormalDistribution.Cdf(((to - from + 0.5) * width) + slack - shift);
                double lower = to == 0 ? 0 : NormalDistribution.Cdf(((to - from - 0.5) * width) + slack - shift);
                system[from][to] = (from == to ? 1 : 0) - (upper - lower);
            }

            system[from][Cells] = 1;
        }

        return FirstUnknown(system);
    }

    // Elimination from the last unknown up leaves the first alone. The matrix is diagonally dominant, so no pivots are needed.
    private static double FirstUnknown(double[][] system)
    {
        for (int pivot = Cells - 1; pivot > 0; pivot--)
        {
            for (int row = 0; row < pivot; row++)
            {
                double factor = system[row][pivot] / system[pivot][pivot];
                for (int column = 0; column < pivot; column++) { system[row][column] -= factor * system[pivot][column]; }
                system[row][Cells] -= factor * system[pivot][Cells];
            }
        }

        return system[0][Cells] / system[0][0];
    }

    private static double Either(double rise, double fall) => 1 / ((1 / rise) + (1 / fall));

    private static void Check(double slack, double threshold, double shift)
    {
        StreamSettings.Require(slack >= 0 && double.IsFinite(slack), nameof(slack), slack, "finite and at least 0");
        StreamSettings.RequirePositive(threshold, nameof(threshold));
        StreamSettings.Require(double.IsFinite(shift), nameof(shift), shift, "finite");
    }
}
