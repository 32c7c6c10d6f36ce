using System.Numerics;
using System.Runtime.InteropServices;

namespace ModelOps.Drift.Profiles;

/// <summary>Sums of grid steps and of their squares: integers, so that merging is associative and commutative to the last bit.</summary>
/// <param name="Sum">Sum of the steps; below 2^111 in size for any count.</param>
/// <param name="Squares">Sum of their squares; stays at its largest value on overflow (over 2^32 values at the grid's end), which keeps it associative.</param>
/// <param name="Clamped">Values beyond the grid's ends.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ExactSums(Int128 Sum, UInt128 Squares, long Clamped)
{
    /// <summary>The sums of one finite value.</summary>
    internal static ExactSums Of(double value, ValueGrid grid)
    {
        var steps = (Int128)grid.Quantize(value);
        return new ExactSums(steps, (UInt128)(steps * steps), grid.Holds(value) ? 0 : 1);
    }

    internal ExactSums Merge(ExactSums other) =>
        new(Sum + other.Sum, AddSaturating(Squares, other.Squares), checked(Clamped + other.Clamped));

    internal static UInt128 AddSaturating(UInt128 left, UInt128 right)
    {
        UInt128 sum = unchecked(left + right);
        return sum < left ? UInt128.MaxValue : sum;
    }

    internal double Mean(ValueGrid grid, long count) => count == 0 ? 0 : grid.Center + ((double)Sum / count * grid.Step);

    /// <summary>Sum of squared distances from the mean: (n·Σq² - (Σq)²)/n steps squared, without cancellation.</summary>
    internal double SquaredDeviations(ValueGrid grid, long count)
    {
        if (count == 0 || Squares == UInt128.MaxValue)
        {
            return count == 0 ? 0 : double.PositiveInfinity;
        }

        BigInteger scaled = ((BigInteger)count * Squares) - ((BigInteger)Sum * Sum);
        return (double)scaled / count * grid.Step * grid.Step;
    }

    /// <summary>Whether so many values can have these sums.</summary>
    internal bool IsPossible(long count) =>
        Clamped >= 0 && Clamped <= count && BigInteger.Abs(Sum) <= (BigInteger)count << 48
        && (Squares == UInt128.MaxValue || (BigInteger)Sum * Sum <= (BigInteger)count * Squares);

    /// <summary>The nearest sums of moments that were stored without them (files of version 1).</summary>
    internal static ExactSums FromMoments(ValueGrid grid, long count, double mean, double squaredDeviations)
    {
        if (count == 0)
        {
            return default;
        }

        var sum = (Int128)(grid.Quantize(mean) * count);
        double steps = squaredDeviations * grid.Scale * grid.Scale;
        if (!double.IsFinite(steps))
        {
            return new ExactSums(sum, UInt128.MaxValue, 0);
        }

        // The sum of squares can be no smaller than the mean allows.
        BigInteger least = (((BigInteger)sum * sum) + count - 1) / count;
        return new ExactSums(sum, UInt128.CreateSaturating(least + new BigInteger(steps)), 0);
    }
}
