using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using ModelOps.Registry.Metadata;

namespace ModelOps.Registry.Audit;

/// <summary>The chain over the log: each event's digest is the SHA-256 of the digest before it and the event's canonical bytes.</summary>
/// <remarks>
/// The bytes, all integers 64-bit big-endian, <c>field(b)</c> being the length of <c>b</c> and then <c>b</c>, texts in UTF-8, and
/// <c>optional(x)</c> a byte 0 for null, or a byte 1 and then <c>x</c>:
/// <code>
/// the 32 bytes of the chain before        zeros before the first event
/// field("modelops.event/1")
/// sequence
/// field(kind)  field(model)  number  field(at, ISO 8601 in UTC with seven decimals)
/// optional(field(alias))  optional(previous number)  optional(revision)  optional(field(reason))  optional(field(actor))
/// count of evidence, then for each entry, ordered by the bytes of its key: field(key)  field(value)
/// count of changes, then for each entry, ordered likewise: field(key)  optional(field(value))
/// </code>
/// The lengths make the encoding one-to-one: two events with the same bytes are the same event.
/// </remarks>
internal static class LogChain
{
    private static readonly Comparer<byte[]> ByteOrder = Comparer<byte[]>.Create(static (a, b) => a.AsSpan().SequenceCompareTo(b));

    /// <summary>The chain before the first event.</summary>
    public static byte[] Start => new byte[SHA256.HashSizeInBytes];

    /// <summary>The chain after an event.</summary>
    public static byte[] Next(ReadOnlySpan<byte> previous, RegistryEvent entry)
    {
        ArrayBufferWriter<byte> bytes = new();
        bytes.Write(previous);
        WriteBytes(bytes, "modelops.event/1"u8);
        WriteNumber(bytes, entry.Sequence);
        WriteText(bytes, entry.Kind.ToString());
        WriteText(bytes, entry.Model);
        WriteNumber(bytes, entry.Number);
        WriteText(bytes, Timestamp.Format(entry.At));
        WriteOptional(bytes, entry.Alias);
        WriteOptional(bytes, entry.PreviousNumber);
        WriteOptional(bytes, entry.Revision);
        WriteOptional(bytes, entry.Reason);
        WriteOptional(bytes, entry.Actor);
        WriteNumber(bytes, entry.Evidence.Count);
        foreach ((byte[] key, string? value) in Order(entry.Evidence))
        {
            WriteBytes(bytes, key);
            WriteText(bytes, value);
        }

        WriteNumber(bytes, entry.Changes.Count);
        foreach ((byte[] key, string? value) in Order(entry.Changes))
        {
            WriteBytes(bytes, key);
            WriteOptional(bytes, value);
        }

        return SHA256.HashData(bytes.WrittenSpan);
    }

    private static IEnumerable<(byte[] Key, T Value)> Order<T>(IReadOnlyDictionary<string, T> entries) =>
        entries.Select(static e => (Encoding.UTF8.GetBytes(e.Key), e.Value)).OrderBy(static e => e.Item1, ByteOrder);

    private static void WriteOptional(ArrayBufferWriter<byte> bytes, string? text)
    {
        bytes.Write([(byte)(text is null ? 0 : 1)]);
        if (text is not null) { WriteText(bytes, text); }
    }

    private static void WriteOptional(ArrayBufferWriter<byte> bytes, long? number)
    {
        bytes.Write([(byte)(number is null ? 0 : 1)]);
        if (number is { } value) { WriteNumber(bytes, value); }
    }

    private static void WriteText(ArrayBufferWriter<byte> bytes, string text) => WriteBytes(bytes, Encoding.UTF8.GetBytes(text));

    private static void WriteBytes(ArrayBufferWriter<byte> bytes, ReadOnlySpan<byte> field)
    {
        WriteNumber(bytes, field.Length);
        bytes.Write(field);
    }

    private static void WriteNumber(ArrayBufferWriter<byte> bytes, long number)
    {
        BinaryPrimitives.WriteInt64BigEndian(bytes.GetSpan(sizeof(long)), number);
        bytes.Advance(sizeof(long));
    }
}
