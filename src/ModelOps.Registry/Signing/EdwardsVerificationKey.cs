using System.Security.Cryptography;
using Org.BouncyCastle.Math.EC.Rfc8032;

namespace ModelOps.Registry.Signing;

/// <summary>An Ed25519 key.</summary>
/// <remarks>A signature has one form only: the point and the scalar must be canonical (RFC 8032, 5.1.7), so that nobody makes a second signature out of
/// one. The key was found to be a point of the large prime order when it was read.</remarks>
internal sealed class EdwardsVerificationKey(byte[] publicKey) : VerificationKey(EdwardsKey.PublicPem(publicKey))
{
    public override HashAlgorithmName? Hash => null;

    /// <summary>The 32 bytes of RFC 8032.</summary>
    public ReadOnlySpan<byte> Bytes => publicKey;

    public override bool Verifies(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) =>
        signature.Length == Ed25519.SignatureSize && Ed25519.Verify(signature.ToArray(), 0, publicKey, 0, data.ToArray(), 0, data.Length);
}
