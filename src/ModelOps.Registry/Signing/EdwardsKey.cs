using System.Formats.Asn1;
using System.Security.Cryptography;
using Org.BouncyCastle.Math.EC.Rfc8032;

namespace ModelOps.Registry.Signing;

/// <summary>Reads and writes Ed25519 keys as RFC 8410 says: SubjectPublicKeyInfo and PKCS #8, in PEM.</summary>
internal static class EdwardsKey
{
    /// <summary>Bytes of a public key.</summary>
    public const int PublicSize = 32;

    /// <summary>Bytes of a private key.</summary>
    public const int SecretSize = 32;

    private const string Oid = "1.3.101.112";
    private const string PublicLabel = "PUBLIC KEY";
    private const string PrivateLabel = "PRIVATE KEY";
    private const string EncryptedLabel = "ENCRYPTED PRIVATE KEY";

    /// <summary>All that comes before the 32 bytes of a public key, which has one encoding only.</summary>
    private static ReadOnlySpan<byte> PublicHead => [0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00];

    /// <summary>Whether a text says that it is an Ed25519 public key; it may still be a bad one.</summary>
    public static bool IsPublicPem(string pem)
    {
        ReadOnlySpan<byte> head = PublicHead;
        return TryDecode(pem, PublicLabel) is { } der && der.Length > head.Length && der.AsSpan(2).StartsWith(head[2..9]);
    }

    /// <summary>The 32 bytes of a public key.</summary>
    /// <exception cref="ArgumentException">It is damaged, or a point on which signatures prove nothing.</exception>
    public static byte[] ReadPublic(string pem, string parameter)
    {
        byte[]? der = TryDecode(pem, PublicLabel);
        return der is not null && der.AsSpan().StartsWith(PublicHead) && der.Length == PublicHead.Length + PublicSize
            && der[PublicHead.Length..] is var key && Ed25519.ValidatePublicKeyFull(key, 0)
            ? key
            : throw new ArgumentException("The text is not an Ed25519 public key that can be trusted: it is damaged, or not a point of the group's large order. Copy it again from where it was made.", parameter);
    }

    public static string PublicPem(ReadOnlySpan<byte> publicKey) => PemEncoding.WriteString(PublicLabel, (byte[])[.. PublicHead, .. publicKey]) + "\n";

    /// <summary>The 32 secret bytes of a private key.</summary>
    /// <exception cref="ArgumentException">The text is no such key, or the password is wrong; neither is in the message.</exception>
    public static byte[] ReadPrivate(string pem, string? password, string parameter)
    {
        ArgumentException.ThrowIfNullOrEmpty(pem, parameter);
        byte[]? der = null;
        try
        {
            der = TryDecode(pem, password is null ? PrivateLabel : EncryptedLabel) ?? throw new CryptographicException("No such PEM.");
            if (password is not null) { der = EncryptedKey.Decrypt(der, password); }
            return ReadPrivate(der);
        }
        catch (Exception error) when (error is CryptographicException or AsnContentException)
        {
            throw new ArgumentException("The text is not an Ed25519 private key that can be read. Use PEM, and the right password where it is encrypted.", parameter, error);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(der);
        }
    }

    public static string EncryptedPrivatePem(ReadOnlySpan<byte> seed, string password)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(0);
            using (writer.PushSequence()) { writer.WriteObjectIdentifier(Oid); }
            writer.WriteOctetString((byte[])[(byte)UniversalTagNumber.OctetString, SecretSize, .. seed]);
        }

        return PemEncoding.WriteString(EncryptedLabel, EncryptedKey.Encrypt(writer.Encode(), password)) + "\n";
    }

    public static byte[] PublicOf(byte[] seed)
    {
        byte[] key = new byte[PublicSize];
        Ed25519.GeneratePublicKey(seed, 0, key, 0);
        return key;
    }

    // Version 2 of the form adds attributes, which are not needed, and the public key, which must be the one that follows from the secret.
    private static byte[] ReadPrivate(byte[] der)
    {
        AsnReader outer = new(der, AsnEncodingRules.DER);
        AsnReader key = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        if (!key.TryReadInt32(out int version) || version is not (0 or 1)) { throw new CryptographicException("Not a PKCS #8 key."); }
        AsnReader algorithm = key.ReadSequence();
        if (algorithm.ReadObjectIdentifier() != Oid) { throw new CryptographicException("Not an Ed25519 key."); }
        algorithm.ThrowIfNotEmpty();
        AsnReader secret = new(key.ReadOctetString(), AsnEncodingRules.DER);
        byte[] seed = secret.ReadOctetString();
        secret.ThrowIfNotEmpty();
        if (seed.Length != SecretSize) { throw new CryptographicException("Not 32 bytes."); }
        if (key.HasData && key.PeekTag().HasSameClassAndValue(new Asn1Tag(TagClass.ContextSpecific, 0))) { key.ReadEncodedValue(); }
        if (key.HasData && !key.ReadBitString(out _, new Asn1Tag(TagClass.ContextSpecific, 1)).AsSpan().SequenceEqual(PublicOf(seed)))
        {
            throw new CryptographicException("The public key in it belongs to another secret.");
        }

        key.ThrowIfNotEmpty();
        return seed;
    }

    private static byte[]? TryDecode(string pem, string label)
    {
        if (!PemEncoding.TryFind(pem, out PemFields fields) || !pem.AsSpan(fields.Label).SequenceEqual(label)) { return null; }
        byte[] der = new byte[fields.DecodedDataLength];
        return Convert.TryFromBase64Chars(pem.AsSpan(fields.Base64Data), der, out int length) && length == der.Length ? der : null;
    }
}
