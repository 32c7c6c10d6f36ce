using System.Numerics;

namespace ModelOps.Serving;

/// <summary>Bins for durations: exact up to 32 ticks of 100 ns, then 32 to each doubling, so at most 3.2 % wide, up to half an hour.</summary>
internal static class LatencyBins
{
    private const int Bits = 5;
    private const int PerDoubling = 1 << Bits;
    private const int Doublings = 30;

    public const int Count = PerDoubling * (Doublings + 1);

    public static int IndexOf(TimeSpan duration)
    {
        long ticks = Math.Max(0, duration.Ticks);
        if (ticks < PerDoubling) { return (int)ticks; }
        int shift = BitOperations.Log2((ulong)ticks) - Bits;
        return Math.Min(Count - 1, (PerDoubling * shift) + (int)(ticks >> shift));
    }

    /// <summary>Where a bin ends, in ticks: it holds what is shorter.</summary>
    public static double EndOf(int index)
    {
        if (index == Count - 1) { return double.PositiveInfinity; }
        int next = index + 1;
        if (next < 2 * PerDoubling) { return next; }
        int shift = (next / PerDoubling) - 1;
        return (double)((long)(next - (PerDoubling * shift)) << shift);
    }
}
