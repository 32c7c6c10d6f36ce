using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Text;

namespace ModelOps.Registry.Signing;

/// <summary>PKCS #8 under a password by PBES2 (RFC 8018): PBKDF2 and AES-CBC, which OpenSSL and .NET write. Here because .NET opens only keys of
/// kinds that it knows.</summary>
internal static class EncryptedKey
{
    private const string Pbes2 = "1.2.840.113549.1.5.13";
    private const string Pbkdf2 = "1.2.840.113549.1.5.12";
    private const string HmacSha1 = "1.2.840.113549.2.7";
    private const string HmacSha256 = "1.2.840.113549.2.9";
    private const string Aes256Cbc = "2.16.840.1.101.3.4.1.42";
    private const int Iterations = 600_000;
    private const int MostIterations = 10_000_000; // a hostile file must not keep a processor for hours
    private const int KeySize = 32;
    private const int SaltSize = 16;
    private const int IvSize = 16;

    /// <exception cref="CryptographicException">It is of another scheme, or the password is wrong.</exception>
    /// <exception cref="AsnContentException">It is no such structure.</exception>
    public static byte[] Decrypt(byte[] der, string password)
    {
        AsnReader outer = new(der, AsnEncodingRules.BER); // RFC 5958 allows it around the key
        AsnReader sequence = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        AsnReader parameters = Algorithm(sequence, Pbes2).ReadSequence();
        AsnReader derivation = Algorithm(parameters, Pbkdf2).ReadSequence();
        AsnReader scheme = parameters.ReadSequence();
        int size = scheme.ReadObjectIdentifier() switch
        {
            "2.16.840.1.101.3.4.1.2" => 16,
            "2.16.840.1.101.3.4.1.22" => 24,
            Aes256Cbc => KeySize,
            _ => throw new CryptographicException("Not AES-CBC."),
        };
        byte[] iv = scheme.ReadOctetString();
        byte[] salt = derivation.ReadOctetString();
        if (!derivation.TryReadInt32(out int iterations) || iterations is < 1 or > MostIterations) { throw new CryptographicException("Its number of iterations is out of range."); }
        if (derivation.HasData && derivation.PeekTag() == Asn1Tag.Integer) { derivation.ReadInteger(); } // length of the key, which the cipher says already
        HashAlgorithmName hash = HashOf(derivation.HasData ? derivation.ReadSequence().ReadObjectIdentifier() : HmacSha1);
        byte[] secret = sequence.ReadOctetString();
        sequence.ThrowIfNotEmpty();
        if (iv.Length != IvSize) { throw new CryptographicException("Not a starting vector of AES."); }
        using Aes aes = KeyOf(password, salt, iterations, hash, size);
        return aes.DecryptCbc(secret, iv);
    }

    public static byte[] Encrypt(byte[] der, string password)
    {
        byte[] salt = RandomNumberGenerator.GetBytes(SaltSize);
        using Aes aes = KeyOf(password, salt, Iterations, HashAlgorithmName.SHA256, KeySize);
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(Pbes2);
                using (writer.PushSequence())
                {
                    using (writer.PushSequence())
                    {
                        writer.WriteObjectIdentifier(Pbkdf2);
                        WriteDerivation(writer, salt);
                    }

                    using (writer.PushSequence())
                    {
                        writer.WriteObjectIdentifier(Aes256Cbc);
                        writer.WriteOctetString(aes.IV);
                    }
                }
            }

            writer.WriteOctetString(aes.EncryptCbc(der, aes.IV));
        }

        CryptographicOperations.ZeroMemory(der);
        return writer.Encode();
    }

    private static void WriteDerivation(AsnWriter writer, byte[] salt)
    {
        using (writer.PushSequence())
        {
            writer.WriteOctetString(salt);
            writer.WriteInteger(Iterations);
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(HmacSha256);
                writer.WriteNull();
            }
        }
    }

    private static AsnReader Algorithm(AsnReader parent, string oid)
    {
        AsnReader algorithm = parent.ReadSequence();
        return algorithm.ReadObjectIdentifier() == oid ? algorithm : throw new CryptographicException("Not encrypted by PBES2 with PBKDF2.");
    }

    private static HashAlgorithmName HashOf(string oid) => oid switch
    {
        HmacSha1 => HashAlgorithmName.SHA1,
        HmacSha256 => HashAlgorithmName.SHA256,
        "1.2.840.113549.2.10" => HashAlgorithmName.SHA384,
        "1.2.840.113549.2.11" => HashAlgorithmName.SHA512,
        _ => throw new CryptographicException("Not a hash that is known here."),
    };

    private static Aes KeyOf(string password, byte[] salt, int iterations, HashAlgorithmName hash, int size)
    {
        byte[] key = Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(password), salt, iterations, hash, size);
        Aes aes = Aes.Create();
        aes.Key = key;
        CryptographicOperations.ZeroMemory(key);
        return aes;
    }
}
