using System.Runtime.InteropServices;

namespace ModelOps;

/// <summary>A token bucket: it holds <paramref name="Burst"/> permits at most, and <paramref name="Permits"/> flow in evenly over each <paramref name="Window"/>.</summary>
/// <param name="Permits">Permits that flow in; at least 1.</param>
/// <param name="Window">In what time; above zero.</param>
/// <param name="Burst">Permits of a full bucket; at least 1.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct LimitRule(int Permits, TimeSpan Window, int Burst);
