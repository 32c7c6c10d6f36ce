using System.Security.Cryptography;

namespace ModelOps.Registry.Signing;

/// <summary>A public key whose signatures are believed.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed class TrustedKey
{
    private readonly byte[] _publicKey;
    private readonly HashAlgorithmName _hash;

    private TrustedKey(string name, ECDsa key)
    {
        Name = name;
        Hint = EllipticKey.HintOf(key);
        _publicKey = key.ExportSubjectPublicKeyInfo();
        _hash = EllipticKey.HashOf(key);
    }

    /// <summary>What people call it, such as <c>release</c>.</summary>
    public string Name { get; }

    /// <summary>What signatures call it: hex SHA-256 of its PEM.</summary>
    public string Hint { get; }

    /// <summary>Reads a public key.</summary>
    /// <param name="name">What people call it.</param>
    /// <param name="pem">The key on P-256, P-384 or P-521 as PEM, <c>PUBLIC KEY</c>.</param>
    /// <returns>The key.</returns>
    /// <exception cref="ArgumentException">The text is not such a key.</exception>
    public static TrustedKey FromPem(string name, string pem)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        using ECDsa key = EllipticKey.Read(pem, nameof(pem), key => key.ImportFromPem(pem));
        return new TrustedKey(name, key);
    }

    internal bool Verifies(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
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
