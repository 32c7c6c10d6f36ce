using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ModelOps.Outbound;

/// <summary>Signs messages symmetrically.</summary>
/// <remarks>Source: Standard Webhooks, specification, "Signature scheme".</remarks>
internal static class WebhookSignature
{
    private const string Prefix = "whsec_";
    private const int LeastBytes = 24;
    private const int MostBytes = 64;

    /// <summary>The key of a secret; null when it is not one.</summary>
    public static byte[]? TryReadSecret(string? secret)
    {
        if (secret?.StartsWith(Prefix, StringComparison.Ordinal) != true) { return null; }
        byte[] key = new byte[secret.Length];
        return Convert.TryFromBase64String(secret[Prefix.Length..], key, out int length) && length is >= LeastBytes and <= MostBytes ? key[..length] : null;
    }

    /// <summary>The value of <c>webhook-signature</c>: a signature for each secret.</summary>
    public static string Sign(IEnumerable<string> secrets, string id, long timestamp, ReadOnlySpan<byte> body)
    {
        byte[] head = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}."));
        byte[] message = [.. head, .. body];
        return string.Join(' ', secrets.Select(secret => $"v1,{Convert.ToBase64String(HMACSHA256.HashData(TryReadSecret(secret)!, message))}"));
    }
}
