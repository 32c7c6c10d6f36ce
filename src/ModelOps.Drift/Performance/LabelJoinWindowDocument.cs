namespace ModelOps.Drift.Performance;

/// <summary>The stored form of a window.</summary>
internal sealed record LabelJoinWindowDocument(long Ticks, double[] Sums);
