namespace ModelOps.Registry.Signing;

/// <summary>Base64 of which only one spelling is accepted (RFC 4648, section 3.5), so that nothing about a signed text can be changed unseen.</summary>
internal static class CanonicalBase64
{
    /// <summary>The bytes; null for what is no Base64, or spells its bytes in another way: with spaces, or with bits in the padding.</summary>
    public static byte[]? Decode(string text)
    {
        byte[] room = new byte[text.Length];
        return Convert.TryFromBase64String(text, room, out int length) && Convert.ToBase64String(room, 0, length) == text ? room[..length] : null;
    }
}
