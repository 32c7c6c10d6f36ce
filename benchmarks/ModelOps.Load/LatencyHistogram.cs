using System.Numerics;

namespace ModelOps.Load;

/// <summary>Counts latencies in memory that does not grow: whole microseconds below 2,048 exactly, and above in steps of a thousandth or less of the value.</summary>
/// <remarks>Each power of two is divided into 1,024 equal steps, as HDR histograms do. Not thread-safe.</remarks>
internal sealed class LatencyHistogram
{
    private const int StepBits = 10;
    private const int Steps = 1 << StepBits;
    private const int Powers = 64 - StepBits;
    private readonly long[] _counts = new long[(Powers + 1) * Steps];
    private double _sum;

    public long Count { get; private set; }

    public long Max { get; private set; }

    public double Mean => _sum / Count;

    /// <param name="microseconds">0 or more.</param>
    public void Add(long microseconds)
    {
        _counts[IndexOf(microseconds)]++;
        _sum += microseconds;
        Max = Math.Max(Max, microseconds);
        Count++;
    }

    /// <summary>The least value, to the histogram's precision, that this part of the latencies does not exceed.</summary>
    /// <param name="part">0 to 1.</param>
    public long Quantile(double part)
    {
        long left = Math.Max(1, (long)Math.Ceiling(part * Count));
        int i = 0;
        while (i < _counts.Length - 1 && (left -= _counts[i]) > 0) { i++; }
        return Math.Min(Max, LargestAt(i));
    }

    private static int IndexOf(long value)
    {
        int shift = Math.Max(0, BitOperations.Log2((ulong)value) - StepBits);
        return (shift << StepBits) + (int)(value >> shift);
    }

    private static long LargestAt(int index)
    {
        int shift = Math.Max(0, (index >> StepBits) - 1);
        long step = index - ((long)shift << StepBits);
        return ((step + 1) << shift) - 1;
    }
}
