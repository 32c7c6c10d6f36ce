namespace ModelOps;

/// <summary>A dataset that runs of an experiment read.</summary>
/// <param name="ExperimentId">Experiment.</param>
/// <param name="Name">Name of the dataset.</param>
/// <param name="Digest">Digest of the dataset.</param>
/// <param name="Context">What it was for; null when that was not said.</param>
public sealed record DatasetSummary(string ExperimentId, string Name, string Digest, string? Context);
