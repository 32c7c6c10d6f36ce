namespace ModelOps.Registry.Secrets.Vault;

/// <summary>A signature that Vault made.</summary>
/// <param name="KeyVersion">Version of the key that signed, from 1.</param>
/// <param name="Bytes">The signature itself, without Vault's prefix.</param>
public sealed record VaultSignature(int KeyVersion, ReadOnlyMemory<byte> Bytes);
