using System.Security.Cryptography;

namespace ModelOps.Registry.Tests.Signing;

/// <summary>Remembers what it was asked to sign.</summary>
internal sealed class RecordingSigner(ISignatureProvider inner) : ISignatureProvider
{
    public byte[] Digest { get; private set; } = [];

    public HashAlgorithmName Algorithm { get; private set; }

    public ValueTask<string> GetPublicKeyAsync(CancellationToken cancellationToken = default) => inner.GetPublicKeyAsync(cancellationToken);

    public ValueTask<byte[]> SignDigestAsync(ReadOnlyMemory<byte> digest, HashAlgorithmName algorithm, CancellationToken cancellationToken = default)
    {
        Digest = digest.ToArray();
        Algorithm = algorithm;
        return inner.SignDigestAsync(digest, algorithm, cancellationToken);
    }
}
