using System.Security.Cryptography;
using ModelOps.Registry.Signing;

namespace ModelOps.Registry.Secrets.Vault;

/// <summary>Signs with an ECDSA or Ed25519 key of Vault's transit engine, which never leaves Vault.</summary>
/// <param name="client">Client of Vault; not disposed here.</param>
/// <param name="key">Name of the key, of type <c>ed25519</c>, <c>ecdsa-p256</c>, <c>ecdsa-p384</c> or <c>ecdsa-p521</c>.</param>
public sealed class VaultSignatureProvider(VaultClient client, string key) : ISignatureProvider
{
    /// <inheritdoc/>
    /// <exception cref="VaultException">Vault refuses or cannot answer.</exception>
    public async ValueTask<string> GetPublicKeyAsync(CancellationToken cancellationToken = default)
    {
        string text = await client.ReadPublicKeyAsync(key, cancellationToken).ConfigureAwait(false);
        Span<byte> bare = stackalloc byte[EdwardsKey.PublicSize]; // Vault gives an Ed25519 key as these bytes, others as PEM
        return Convert.TryFromBase64String(text, bare, out int length) && length == bare.Length ? EdwardsKey.PublicPem(bare) : text;
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The digest has not the length of its algorithm.</exception>
    /// <exception cref="VaultException">Vault refuses or cannot answer.</exception>
    public async ValueTask<byte[]> SignDigestAsync(ReadOnlyMemory<byte> digest, HashAlgorithmName algorithm, CancellationToken cancellationToken = default)
    {
        int length = algorithm.Name switch { "SHA256" => 32, "SHA384" => 48, "SHA512" => 64, _ => 0 };
        if (digest.Length != length) { throw new ArgumentException($"A digest of {digest.Length} bytes is none of {algorithm.Name}. Use SHA-256, SHA-384 or SHA-512.", nameof(digest)); }
        return (await client.SignDigestAsync(key, digest, cancellationToken).ConfigureAwait(false)).Bytes.ToArray();
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The data is longer than 1 MiB, the most that is sent to Vault.</exception>
    /// <exception cref="VaultException">Vault refuses or cannot answer.</exception>
    public async ValueTask<byte[]> SignDataAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken = default) =>
        (await client.SignMessageAsync(key, data, cancellationToken).ConfigureAwait(false)).Bytes.ToArray();
}
