namespace ModelOps;

/// <summary>Code that trained a model.</summary>
/// <param name="Repository">URI of the repository.</param>
/// <param name="Commit">Commit, 40 or 64 hex digits for git; null when nothing is said.</param>
/// <param name="Path">What in the repository ran; null when nothing is said.</param>
public sealed record TrainingCode(string Repository, string? Commit = null, string? Path = null);
