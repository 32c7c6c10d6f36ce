using System.Security.Cryptography;

namespace ModelOps.Registry.Signing;

/// <summary>What a key on P-256, P-384 or P-521 says about itself: which hash it signs, and its PEM.</summary>
internal static class EllipticKey
{
    /// <exception cref="ArgumentException">The key is on another curve.</exception>
    public static HashAlgorithmName HashOf(ECDsa key) => key.ExportParameters(includePrivateParameters: false).Curve.Oid.Value switch
    {
        "1.2.840.10045.3.1.7" => HashAlgorithmName.SHA256,
        "1.3.132.0.34" => HashAlgorithmName.SHA384,
        "1.3.132.0.35" => HashAlgorithmName.SHA512,
        var other => throw new ArgumentException($"The key is on the curve {other ?? "of explicit parameters"}. Use a key on P-256, P-384 or P-521.", nameof(key)),
    };

    /// <summary>PEM as OpenSSL writes it, with a line feed at the end: the form the hint is made of.</summary>
    public static string PublicPem(ECDsa key) => key.ExportSubjectPublicKeyInfoPem() + "\n";

    /// <exception cref="ArgumentException">The text is no such key; it is not repeated in the message.</exception>
    public static ECDsa Read(string pem, string parameter, Action<ECDsa> import)
    {
        ArgumentException.ThrowIfNullOrEmpty(pem, parameter);
        ECDsa key = ECDsa.Create();
        try
        {
            import(key);
            _ = HashOf(key);
            return key;
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException)
        {
            key.Dispose();
            throw new ArgumentException("The text is not an ECDSA key that can be read. Use PEM with a key on P-256, P-384 or P-521, and the right password where it is encrypted.", parameter, error);
        }
    }

    public static byte[] Hash(HashAlgorithmName algorithm, ReadOnlySpan<byte> data) =>
        algorithm == HashAlgorithmName.SHA256 ? SHA256.HashData(data)
        : algorithm == HashAlgorithmName.SHA384 ? SHA384.HashData(data)
        : SHA512.HashData(data);
}
