using System.Runtime.InteropServices;

namespace ModelOps.Drift.Streams.Monitoring;

/// <summary>A value that waits for its detector.</summary>
/// <param name="Value">The value, in units of the stream.</param>
/// <param name="At">When it came, in ticks of UTC.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct HeldValue(double Value, long At);
