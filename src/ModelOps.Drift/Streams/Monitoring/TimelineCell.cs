using System.Runtime.InteropServices;

namespace ModelOps.Drift.Streams.Monitoring;

/// <summary>Neighbouring values of a stream.</summary>
/// <param name="Count">How many, a power of two.</param>
/// <param name="Sum">Their sum.</param>
/// <param name="From">Time of the first, in ticks of UTC.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TimelineCell(long Count, double Sum, long From);
