namespace ModelOps.Registry.Tracking.Tables;

/// <summary>A run that took a status.</summary>
internal sealed record RunLogEntry(long Sequence, string RunId, RunStatus Status);
