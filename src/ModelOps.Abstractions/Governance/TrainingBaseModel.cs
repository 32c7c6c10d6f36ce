namespace ModelOps;

/// <summary>A model that a training started from.</summary>
/// <param name="Name">Name, with a version where it has one.</param>
/// <param name="Uri">Where it comes from; null when nothing is said.</param>
/// <param name="Digest">Digest of its content, <c>sha256:</c> and 64 hex digits; null when nothing is said.</param>
public sealed record TrainingBaseModel(string Name, string? Uri = null, string? Digest = null);
