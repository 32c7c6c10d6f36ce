using System.Runtime.InteropServices;

namespace ModelOps.Drift.Performance;

/// <summary>What is remembered of an id.</summary>
/// <param name="State">What has come of it.</param>
/// <param name="Ticks">When it was predicted, or when the early label came, in UTC ticks.</param>
/// <param name="Value">The prediction, or the early label.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct JoinEntry(JoinState State, long Ticks, double Value);
