using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ModelOps.Registry.AspNetCore;

/// <summary>Hashes of passwords for the configuration: PBKDF2 (RFC 8018) with HMAC-SHA256, 600,000 rounds (OWASP Password Storage Cheat Sheet, 2023)
/// and a salt of 16 bytes, written <c>pbkdf2-sha256$rounds$salt$hash</c> with both parts in base64.</summary>
public static class MlflowPasswordHash
{
    private const string Scheme = "pbkdf2-sha256";
    private const int Rounds = 600_000;
    private const int MinRounds = 10_000;
    private const int MaxRounds = 10_000_000;
    private const int SaltBytes = 16;
    private const int HashBytes = 32;

    /// <summary>Hashes a password with a fresh salt.</summary>
    /// <param name="password">The password; not empty.</param>
    /// <returns>What to put into the configuration.</returns>
    /// <exception cref="ArgumentException">The password is empty.</exception>
    public static string Create(string password)
    {
        ArgumentException.ThrowIfNullOrEmpty(password);
        byte[] salt = RandomNumberGenerator.GetBytes(SaltBytes);
        byte[] hash = Derive(password, salt, Rounds);
        return $"{Scheme}${Rounds.ToString(CultureInfo.InvariantCulture)}${Convert.ToBase64String(salt)}${Convert.ToBase64String(hash)}";
    }

    /// <summary>Says whether a password is the one that was hashed, in time that does not tell how much of it is right.</summary>
    /// <param name="hash">What <see cref="Create"/> returned.</param>
    /// <param name="password">The password to check.</param>
    /// <returns>False also when <paramref name="hash"/> is not well-formed.</returns>
    public static bool Verify(string hash, string password)
    {
        ArgumentNullException.ThrowIfNull(hash);
        ArgumentNullException.ThrowIfNull(password);
        return TryParse(hash, out int rounds, out byte[] salt, out byte[] expected)
            && CryptographicOperations.FixedTimeEquals(Derive(password, salt, rounds), expected);
    }

    internal static bool IsWellFormed(string? hash) => hash is not null && TryParse(hash, out _, out _, out _);

    private static bool TryParse(string text, out int rounds, out byte[] salt, out byte[] hash)
    {
        string[] parts = text.Split('$');
        rounds = 0;
        salt = [];
        hash = [];
        return parts is [Scheme, _, _, _]
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out rounds)
            && rounds is >= MinRounds and <= MaxRounds
            && TryDecode(parts[2], out salt) && salt.Length >= 8
            && TryDecode(parts[3], out hash) && hash.Length == HashBytes;
    }

    private static bool TryDecode(string base64, out byte[] bytes)
    {
        byte[] room = new byte[base64.Length];
        bool isBase64 = Convert.TryFromBase64String(base64, room, out int written);
        bytes = isBase64 ? room[..written] : [];
        return isBase64;
    }

    private static byte[] Derive(string password, byte[] salt, int rounds) =>
        Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(password), salt, rounds, HashAlgorithmName.SHA256, HashBytes);
}
