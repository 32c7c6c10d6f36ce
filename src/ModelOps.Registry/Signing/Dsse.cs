using System.Globalization;
using System.Text;

namespace ModelOps.Registry.Signing;

/// <summary>Dead Simple Signing Envelope, version 1: what is signed is the payload together with its type.</summary>
internal static class Dsse
{
    public const string InTotoType = "application/vnd.in-toto+json";

    /// <summary>The bytes that are signed: <c>DSSEv1</c>, then length and text of the type, then length and bytes of the payload, spaces between.</summary>
    public static byte[] Encode(string type, ReadOnlySpan<byte> payload)
    {
        byte[] head = Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture, $"DSSEv1 {Encoding.UTF8.GetByteCount(type)} {type} {payload.Length} "));
        byte[] all = new byte[head.Length + payload.Length];
        head.CopyTo(all, 0);
        payload.CopyTo(all.AsSpan(head.Length));
        return all;
    }
}
