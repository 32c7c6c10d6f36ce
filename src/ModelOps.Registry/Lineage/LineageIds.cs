using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace ModelOps.Registry.Lineage;

/// <summary>Identifiers of runs: the run's own where it has one, else one that is always the same for the same happening.</summary>
internal static class LineageIds
{
    /// <param name="id">Identifier of the run, 32 hex digits or a UUID; any other, or null, is not used as it is.</param>
    /// <param name="at">When it happened.</param>
    /// <param name="key">What happened, unique.</param>
    public static Guid OfRun(string? id, DateTimeOffset at, string key) =>
        Guid.TryParseExact(id, "N", out Guid own) || Guid.TryParseExact(id, "D", out own) ? own : Ordered(at, id ?? key);

    /// <summary>A UUID of version 7 (RFC 9562): milliseconds first, so that identifiers order by time; what is random there is a hash here.</summary>
    private static Guid Ordered(DateTimeOffset at, string key)
    {
        Span<byte> bytes = SHA256.HashData(Encoding.UTF8.GetBytes(key)).AsSpan(0, 16);
        Span<byte> time = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(time, Math.Max(0, at.ToUnixTimeMilliseconds()));
        time[2..].CopyTo(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x70);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
