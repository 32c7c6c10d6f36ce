namespace ModelOps.Drift.Performance;

/// <summary>The stored form of an id.</summary>
internal sealed record LabelJoinEntryDocument(string Id, JoinState State, long Ticks, double Value);
