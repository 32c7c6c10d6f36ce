namespace ModelOps.Registry.Signing;

/// <summary>A public key whose signatures are believed.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed class TrustedKey
{
    private TrustedKey(string name, VerificationKey key)
    {
        Name = name;
        Key = key;
    }

    /// <summary>What people call it, such as <c>release</c>.</summary>
    public string Name { get; }

    /// <summary>What signatures call it: hex SHA-256 of its PEM.</summary>
    public string Hint => Key.Hint;

    internal VerificationKey Key { get; }

    /// <summary>Reads a public key.</summary>
    /// <param name="name">What people call it.</param>
    /// <param name="pem">The key, Ed25519 or ECDSA on P-256, P-384 or P-521, as PEM, <c>PUBLIC KEY</c>.</param>
    /// <returns>The key.</returns>
    /// <exception cref="ArgumentException">The text is not such a key.</exception>
    public static TrustedKey FromPem(string name, string pem)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new TrustedKey(name, VerificationKey.FromPem(pem, nameof(pem)));
    }

    internal bool Verifies(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) => Key.Verifies(data, signature);
}
