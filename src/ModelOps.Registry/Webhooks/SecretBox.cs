using System.Security.Cryptography;
using System.Text;

namespace ModelOps.Registry.Webhooks;

/// <summary>Encrypts secrets where they are stored: AES-256-GCM, a nonce of its own for each, bound to what it belongs to.</summary>
/// <remarks>Layout: 12 bytes of nonce, 16 of tag, the ciphertext.</remarks>
internal sealed class SecretBox(byte[] key)
{
    public const int KeyBytes = 32;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    public static bool IsKey(string text) => TryRead(text) is not null;

    /// <summary>A key in Base64; null where it is not one.</summary>
    public static byte[]? TryRead(string text)
    {
        byte[] key = new byte[KeyBytes + 3];
        return Convert.TryFromBase64String(text.Trim(), key, out int length) && length == KeyBytes ? key[..KeyBytes] : null;
    }

    public byte[] Seal(string secret, string owner)
    {
        byte[] text = Encoding.UTF8.GetBytes(secret);
        byte[] box = new byte[NonceBytes + TagBytes + text.Length];
        RandomNumberGenerator.Fill(box.AsSpan(0, NonceBytes));
        using AesGcm cipher = new(key, TagBytes);
        cipher.Encrypt(box.AsSpan(0, NonceBytes), text, box.AsSpan(NonceBytes + TagBytes), box.AsSpan(NonceBytes, TagBytes), Encoding.UTF8.GetBytes(owner));
        return box;
    }

    /// <summary>The secret; null when it was sealed with another key, for another owner, or is damaged.</summary>
    public string? Open(ReadOnlySpan<byte> box, string owner)
    {
        if (box.Length < NonceBytes + TagBytes) { return null; }
        byte[] text = new byte[box.Length - NonceBytes - TagBytes];
        using AesGcm cipher = new(key, TagBytes);
        try
        {
            cipher.Decrypt(box[..NonceBytes], box[(NonceBytes + TagBytes)..], box.Slice(NonceBytes, TagBytes), text, Encoding.UTF8.GetBytes(owner));
        }
        catch (CryptographicException)
        {
            return null;
        }

        return Encoding.UTF8.GetString(text);
    }
}
