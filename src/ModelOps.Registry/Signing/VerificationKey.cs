using System.Security.Cryptography;
using System.Text;

namespace ModelOps.Registry.Signing;

/// <summary>A public key of either kind: how it is written, what a bundle calls it, and whether a signature is its own.</summary>
/// <param name="pem">PEM as OpenSSL writes it, with a line feed at the end: the form the hint is made of.</param>
internal abstract class VerificationKey(string pem)
{
    /// <summary>Hex SHA-256 of the PEM public key.</summary>
    public string Hint { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(pem)));

    /// <summary>The hash whose digests it signs; null when it signs the data itself.</summary>
    public abstract HashAlgorithmName? Hash { get; }

    /// <exception cref="ArgumentException">The text is no such key; it is not repeated in the message.</exception>
    public static VerificationKey FromPem(string pem, string parameter)
    {
        ArgumentException.ThrowIfNullOrEmpty(pem, parameter);
        return EdwardsKey.IsPublicPem(pem) ? new EdwardsVerificationKey(EdwardsKey.ReadPublic(pem, parameter)) : EllipticVerificationKey.FromPem(pem, parameter);
    }

    public abstract bool Verifies(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature);
}
