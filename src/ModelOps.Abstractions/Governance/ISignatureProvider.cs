using System.Security.Cryptography;

namespace ModelOps;

/// <summary>Signs with a private key, which may be elsewhere: in a file, a key vault, a hardware module.</summary>
/// <remarks>Implementations are thread-safe.</remarks>
public interface ISignatureProvider
{
    /// <summary>The public key that checks the signatures.</summary>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>An Ed25519 key, or an ECDSA key on P-256, P-384 or P-521, as PEM of its SubjectPublicKeyInfo (<c>-----BEGIN PUBLIC KEY-----</c>).</returns>
    ValueTask<string> GetPublicKeyAsync(CancellationToken cancellationToken = default);

    /// <summary>Signs a digest; it is not hashed again. Called when the key is an ECDSA key.</summary>
    /// <param name="digest">The digest.</param>
    /// <param name="algorithm">What made it: SHA-256 for a key on P-256, SHA-384 on P-384, SHA-512 on P-521.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>The ECDSA signature as DER (RFC 3279: a sequence of r and s).</returns>
    ValueTask<byte[]> SignDigestAsync(ReadOnlyMemory<byte> digest, HashAlgorithmName algorithm, CancellationToken cancellationToken = default);

    /// <summary>Signs data as a whole. Called when the key is an Ed25519 key, which takes no digest; a provider of ECDSA keys need not have it.</summary>
    /// <param name="data">The data, all of it.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>The 64 bytes of the signature (RFC 8032, Ed25519 without prehash or context).</returns>
    /// <exception cref="NotSupportedException">The key signs digests.</exception>
    ValueTask<byte[]> SignDataAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException($"{GetType().Name} signs digests only, with an ECDSA key. Implement {nameof(SignDataAsync)} for an Ed25519 key.");
}
