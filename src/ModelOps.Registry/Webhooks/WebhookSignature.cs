using System.Security.Cryptography;
using System.Text;

namespace ModelOps.Registry.Webhooks;

/// <summary>Signs messages as MLflow does: HMAC-SHA-256 over <c>id.timestamp.body</c>.</summary>
internal static class WebhookSignature
{
    public static string Sign(string secret, string id, string timestamp, ReadOnlySpan<byte> body)
    {
        byte[] message = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
        return $"v1,{Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), message))}";
    }
}
