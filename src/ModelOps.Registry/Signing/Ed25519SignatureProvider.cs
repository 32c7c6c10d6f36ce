using System.Security.Cryptography;
using Org.BouncyCastle.Math.EC.Rfc8032;

namespace ModelOps.Registry.Signing;

/// <summary>Signs with an Ed25519 key of this process (RFC 8032, without prehash): one key has one signature for the same data.</summary>
/// <remarks>Thread-safe. Dispose it when nothing is signed any more: that clears the key.</remarks>
public sealed class Ed25519SignatureProvider : ISignatureProvider, IDisposable
{
    private readonly Lock _lock = new(); // the key must not be cleared while it signs
    private readonly byte[] _seed;
    private readonly byte[] _publicKey;
    private bool _isDisposed;

    private Ed25519SignatureProvider(byte[] seed)
    {
        _seed = seed;
        _publicKey = EdwardsKey.PublicOf(seed);
    }

    /// <summary>Reads a private key.</summary>
    /// <param name="pem">The key as PEM (RFC 8410): <c>PRIVATE KEY</c> or, with a password, <c>ENCRYPTED PRIVATE KEY</c> (PBKDF2 and AES-CBC).</param>
    /// <param name="password">Password of an encrypted key; null for none.</param>
    /// <returns>The provider.</returns>
    /// <exception cref="ArgumentException">The text is not such a key, or the password is wrong. The key is not in the message.</exception>
    public static Ed25519SignatureProvider FromPem(string pem, string? password = null) => new(EdwardsKey.ReadPrivate(pem, password, nameof(pem)));

    /// <summary>Makes a new key.</summary>
    /// <returns>The provider.</returns>
    public static Ed25519SignatureProvider Create() => new(RandomNumberGenerator.GetBytes(EdwardsKey.SecretSize));

    /// <summary>The private key, encrypted.</summary>
    /// <param name="password">Password to encrypt it with.</param>
    /// <returns>PEM, <c>ENCRYPTED PRIVATE KEY</c>: AES-256 with a key from the password by PBKDF2.</returns>
    public string ExportEncryptedPem(string password)
    {
        ArgumentException.ThrowIfNullOrEmpty(password);
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return EdwardsKey.EncryptedPrivatePem(_seed, password);
        }
    }

    /// <inheritdoc/>
    public ValueTask<string> GetPublicKeyAsync(CancellationToken cancellationToken = default) => ValueTask.FromResult(EdwardsKey.PublicPem(_publicKey));

    /// <inheritdoc/>
    public ValueTask<byte[]> SignDataAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken = default)
    {
        byte[] message = data.ToArray();
        byte[] signature = new byte[Ed25519.SignatureSize];
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            Ed25519.Sign(_seed, 0, _publicKey, 0, message, 0, message.Length, signature, 0);
        }

        return ValueTask.FromResult(signature);
    }

    /// <summary>Refuses: an Ed25519 key signs data, not digests.</summary>
    ValueTask<byte[]> ISignatureProvider.SignDigestAsync(ReadOnlyMemory<byte> digest, HashAlgorithmName algorithm, CancellationToken cancellationToken) =>
        throw new NotSupportedException($"An Ed25519 key signs no digest. Call {nameof(SignDataAsync)}.");

    /// <summary>Clears the key.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            CryptographicOperations.ZeroMemory(_seed);
        }
    }
}
