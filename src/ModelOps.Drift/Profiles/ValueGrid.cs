using System.Runtime.InteropServices;

namespace ModelOps.Drift.Profiles;

/// <summary>The grid to which values are rounded before they are summed, so that sums are integers and do not depend on the order of adding.</summary>
/// <remarks>
/// <para>Fixed by the edges of the reference: its points lie at Center + i·Step for whole i up to 2^48 either way, where Step is the power of two
/// between 2^-40 and 2^-39 half-ranges of the reference. A value is moved by at most half a step, so a mean errs by at most 2^-40 half-ranges and a
/// variance by about 2^-39 half-ranges times the standard deviation. Whole numbers are exact while the range is below 2^40.</para>
/// <para>Values beyond 2^48 steps (at least 256 half-ranges from the middle) are clamped to the grid's ends and counted apart. A grid, unlike a
/// superaccumulator of all exponents (Neal, 2015), also keeps sums of squares in 16 bytes.</para>
/// </remarks>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ValueGrid
{
    /// <summary>Steps from the centre to either end.</summary>
    internal const double Reach = 1L << 48;

    private const int StepBits = 40;

    // The scale must stay a finite normal number: steps below 2^-1022 are not used, so subnormal columns are taken as 0.
    private const int MinExponent = StepBits - 1022;

    private ValueGrid(double center, double unit)
    {
        int exponent = unit == 0 ? 0 : Math.Max(MinExponent, Math.ILogB(unit) + 1);
        Step = Math.ScaleB(1, exponent - StepBits);
        Scale = Math.ScaleB(1, StepBits - exponent);
        Center = center;
    }

    internal double Center { get; private init; }

    internal double Step { get; }

    internal double Scale { get; }

    /// <summary>The grid of a feature with such edges.</summary>
    internal static ValueGrid For(ReadOnlySpan<double> edges)
    {
        if (edges.IsEmpty)
        {
            return new ValueGrid(0, 0);
        }

        // A constant column has no range: its size takes that place.
        if (edges[^1] <= Math.BitIncrement(edges[0]))
        {
            return new ValueGrid(edges[0], Math.Abs(edges[0]));
        }

        var grid = new ValueGrid((edges[0] / 2) + (edges[^1] / 2), (edges[^1] / 2) - (edges[0] / 2));

        // A centre on a multiple of the step leaves whole numbers exact.
        return grid with { Center = Math.Round(grid.Center * grid.Scale) * grid.Step };
    }

    /// <summary>Whether a finite value lies between the grid's ends.</summary>
    internal bool Holds(double value) => Math.Abs(Math.Round((value - Center) * Scale)) <= Reach;

    /// <summary>The steps from the centre to a finite value, rounded and clamped.</summary>
    internal double Quantize(double value) => Math.Clamp(Math.Round((value - Center) * Scale), -Reach, Reach);
}
