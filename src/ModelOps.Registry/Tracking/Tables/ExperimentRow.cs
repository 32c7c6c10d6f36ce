namespace ModelOps.Registry.Tracking.Tables;

/// <summary>What a change needs to know of an experiment.</summary>
internal sealed record ExperimentRow(long Id, string Name, string ArtifactLocation, bool IsDeleted);
