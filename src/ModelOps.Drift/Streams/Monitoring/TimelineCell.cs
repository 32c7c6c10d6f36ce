using System.Runtime.InteropServices;

namespace ModelOps.Drift.Streams.Monitoring;

/// <summary>Neighbouring values of a stream.</summary>
/// <param name="Count">How many, a power of two.</param>
/// <param name="Sum">Their sum.</param>
/// <param name="Squares">Sum of their squared deviations from their mean.</param>
/// <param name="From">Time of the first, in ticks of UTC.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TimelineCell(long Count, double Sum, double Squares, long From)
{
    /// <summary>Both together, with the time of this one.</summary>
    internal TimelineCell With(TimelineCell newer)
    {
        double gap = (Sum / Count) - (newer.Sum / newer.Count);
        long count = Count + newer.Count;
        return new TimelineCell(count, Sum + newer.Sum, Squares + newer.Squares + (gap * gap * ((double)Count * newer.Count / count)), From);
    }
}
