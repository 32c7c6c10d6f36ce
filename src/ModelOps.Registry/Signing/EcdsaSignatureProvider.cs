using System.Security.Cryptography;

namespace ModelOps.Registry.Signing;

/// <summary>Signs with an ECDSA key of this process.</summary>
/// <remarks>Thread-safe. Dispose it when nothing is signed any more: that clears the key.</remarks>
public sealed class EcdsaSignatureProvider : ISignatureProvider, IDisposable
{
    private readonly Lock _lock = new(); // one key object is not for several threads at once
    private readonly ECDsa _key;

    private EcdsaSignatureProvider(ECDsa key) => _key = key;

    /// <summary>Reads a private key.</summary>
    /// <param name="pem">The key on P-256, P-384 or P-521 as PEM: <c>PRIVATE KEY</c>, <c>EC PRIVATE KEY</c> or, with a password, <c>ENCRYPTED PRIVATE KEY</c>.</param>
    /// <param name="password">Password of an encrypted key; null for none.</param>
    /// <returns>The provider.</returns>
    /// <exception cref="ArgumentException">The text is not such a key, or the password is wrong. The key is not in the message.</exception>
    public static EcdsaSignatureProvider FromPem(string pem, string? password = null) => new(EllipticKey.Read(pem, nameof(pem), key =>
    {
        if (password is null) { key.ImportFromPem(pem); }
        else { key.ImportFromEncryptedPem(pem, password); }
        _ = key.ExportParameters(includePrivateParameters: true); // a public key alone cannot sign
    }));

    /// <summary>Makes a new key.</summary>
    /// <param name="curve">P-256, P-384 or P-521.</param>
    /// <returns>The provider.</returns>
    /// <exception cref="ArgumentException">The curve is another one.</exception>
    public static EcdsaSignatureProvider Create(ECCurve curve)
    {
        ECDsa key = ECDsa.Create(curve);
        _ = EllipticKey.HashOf(key);
        return new EcdsaSignatureProvider(key);
    }

    /// <summary>The private key, encrypted.</summary>
    /// <param name="password">Password to encrypt it with.</param>
    /// <returns>PEM, <c>ENCRYPTED PRIVATE KEY</c>: AES-256 with a key from the password by PBKDF2.</returns>
    public string ExportEncryptedPem(string password)
    {
        ArgumentException.ThrowIfNullOrEmpty(password);
        lock (_lock)
        {
            return _key.ExportEncryptedPkcs8PrivateKeyPem(password, new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, iterationCount: 600_000));
        }
    }

    /// <inheritdoc/>
    public ValueTask<string> GetPublicKeyAsync(CancellationToken cancellationToken = default)
    {
        lock (_lock) { return ValueTask.FromResult(EllipticKey.PublicPem(_key)); }
    }

    /// <inheritdoc/>
    public ValueTask<byte[]> SignDigestAsync(ReadOnlyMemory<byte> digest, HashAlgorithmName algorithm, CancellationToken cancellationToken = default)
    {
        lock (_lock) { return ValueTask.FromResult(_key.SignHash(digest.Span, DSASignatureFormat.Rfc3279DerSequence)); }
    }

    /// <summary>Clears the key.</summary>
    public void Dispose() => _key.Dispose();
}
