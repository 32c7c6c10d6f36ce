namespace ModelOps.Registry.Signing;

/// <summary>A model whose every file is what a trusted key has signed.</summary>
/// <param name="Name">Name that the signed statement gives it.</param>
/// <param name="Keys">The keys that signed it, at least one.</param>
public sealed record VerifiedModel(string Name, IReadOnlyList<TrustedKey> Keys);
