using System.Security.Cryptography;

namespace ModelOps.Registry.Signing;

/// <summary>An ECDSA key on P-256, P-384 or P-521.</summary>
internal sealed class EllipticVerificationKey : VerificationKey
{
    private readonly byte[] _publicKey;
    private readonly HashAlgorithmName _hash;

    private EllipticVerificationKey(ECDsa key)
        : base(EllipticKey.PublicPem(key))
    {
        _publicKey = key.ExportSubjectPublicKeyInfo();
        _hash = EllipticKey.HashOf(key);
    }

    public override HashAlgorithmName? Hash => _hash;

    public static new EllipticVerificationKey FromPem(string pem, string parameter)
    {
        using ECDsa key = EllipticKey.Read(pem, parameter, key => key.ImportFromPem(pem));
        return new EllipticVerificationKey(key);
    }

    public override bool Verifies(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        using ECDsa key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(_publicKey, out _);
        try
        {
            return key.VerifyData(data, signature, _hash, DSASignatureFormat.Rfc3279DerSequence);
        }
        catch (CryptographicException) // the signature is no DER at all
        {
            return false;
        }
    }
}
