using System.Security.Cryptography;

namespace ModelOps.Registry.Tests.Signing;

/// <summary>Signs something else than it was asked to, as a vault does that hashes a digest once more.</summary>
internal sealed class WrongSigner(ISignatureProvider inner) : ISignatureProvider
{
    public ValueTask<string> GetPublicKeyAsync(CancellationToken cancellationToken = default) => inner.GetPublicKeyAsync(cancellationToken);

    public ValueTask<byte[]> SignDigestAsync(ReadOnlyMemory<byte> digest, HashAlgorithmName algorithm, CancellationToken cancellationToken = default) =>
        inner.SignDigestAsync(SHA256.HashData(digest.Span), algorithm, cancellationToken);
}
