namespace ModelOps.Registry.Signing;

/// <summary>A <see cref="ModelSigningRule"/> with its keys read.</summary>
internal sealed record SigningRule(IReadOnlyList<TrustedKey> Keys, int RequiredSignatures, bool RequireModelName);
