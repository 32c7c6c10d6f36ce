namespace ModelOps;

/// <summary>Names a dataset.</summary>
/// <param name="Name">Name.</param>
/// <param name="Digest">Digest; null for any.</param>
public sealed record DatasetReference(string Name, string? Digest = null);
