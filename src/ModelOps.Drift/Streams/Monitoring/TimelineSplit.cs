using System.Runtime.InteropServices;

namespace ModelOps.Drift.Streams.Monitoring;

/// <summary>Where a stream changed.</summary>
/// <param name="Since">Time of the first value after the change, in ticks of UTC.</param>
/// <param name="CountAfter">Values after it.</param>
/// <param name="Before">Mean before it; NaN when there is no value.</param>
/// <param name="After">Mean after it; NaN when there is no value.</param>
/// <param name="Deviation">Standard deviation before it; NaN for fewer than two values.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TimelineSplit(long Since, long CountAfter, double Before, double After, double Deviation);
