using System.Runtime.InteropServices;

namespace ModelOps.Drift.Profiles;

/// <summary>Count, mean, sum of squared deviations and range of numbers, mergeable.</summary>
/// <param name="Count">How many numbers.</param>
/// <param name="Mean">Their mean; 0 when there are none.</param>
/// <param name="SquaredDeviations">Sum of their squared distances from the mean (M2); +∞ where that overflows.</param>
/// <param name="Min">The smallest; +∞ when there are none.</param>
/// <param name="Max">The largest; -∞ when there are none.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Moments(long Count, double Mean, double SquaredDeviations, double Min, double Max)
{
    /// <summary>Moments of no numbers.</summary>
    public static Moments None { get; } = new(0, 0, 0, double.PositiveInfinity, double.NegativeInfinity);

    /// <summary>Standard deviation with divisor <see cref="Count"/>; NaN when there are none.</summary>
    public double StandardDeviation => Math.Sqrt(SquaredDeviations / Count);

    /// <summary>Moments of one more number (Welford's update).</summary>
    /// <param name="value">A finite number.</param>
    /// <returns>The new moments.</returns>
    public Moments Add(double value)
    {
        long count = Count + 1;
        double delta = value - Mean;

        // Divided one by one, because the difference of two finite numbers may overflow.
        double mean = Mean + ((value / count) - (Mean / count));
        return new Moments(count, mean, SquaredDeviations + (delta * (value - mean)), Math.Min(Min, value), Math.Max(Max, value));
    }

    /// <summary>Moments of both sets of numbers together (Chan, Golub and LeVeque's update).</summary>
    /// <param name="other">Moments of the other set.</param>
    /// <returns>The new moments; equal to rounding whatever the order.</returns>
    public Moments Merge(Moments other)
    {
        if (Count == 0 || other.Count == 0)
        {
            return Count == 0 ? other : this;
        }

        long count = checked(Count + other.Count);
        double delta = other.Mean - Mean;
        double share = (double)other.Count / count;
        return new Moments(
            count,
            Mean + ((other.Mean * share) - (Mean * share)),
            SquaredDeviations + other.SquaredDeviations + (delta * delta * share * Count),
            Math.Min(Min, other.Min),
            Math.Max(Max, other.Max));
    }
}
