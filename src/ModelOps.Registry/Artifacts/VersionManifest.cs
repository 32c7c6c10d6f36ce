using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace ModelOps.Registry.Artifacts;

/// <summary>The canonical bytes of a version's list of files; their SHA-256 is the version's digest.</summary>
/// <remarks>
/// The bytes, all integers unsigned 64-bit big-endian, <c>field(b)</c> being the length of <c>b</c> and then <c>b</c>:
/// <code>
/// field("modelops.manifest/1")            the format version, ASCII
/// count of files
/// for each file, ordered by the UTF-8 bytes of its path:
///   field(path in UTF-8)
///   size of the file in bytes
///   field(the 32 bytes of its SHA-256)
/// </code>
/// The lengths make the encoding one-to-one: two lists with the same bytes are the same list.
/// </remarks>
internal static class VersionManifest
{
    private static ReadOnlySpan<byte> FormatVersion => "modelops.manifest/1"u8;

    public static string DigestOf(IReadOnlyList<ArtifactDescriptor> files) => Digest.Format(SHA256.HashData(Encode(files)));

    /// <summary>The digest of a list that may have been tampered with, or a text that is none.</summary>
    public static string Describe(IReadOnlyList<ArtifactDescriptor> files) =>
        files.All(static f => ModelFile.IsPath(f.Path) && Digest.IsDigest(f.Digest)) ? DigestOf(files) : "a malformed list of files";

    public static byte[] Encode(IReadOnlyList<ArtifactDescriptor> files)
    {
        ArrayBufferWriter<byte> bytes = new();
        WriteField(bytes, FormatVersion);
        WriteNumber(bytes, files.Count);
        foreach (ArtifactDescriptor file in Order(files))
        {
            WriteField(bytes, Encoding.UTF8.GetBytes(file.Path));
            WriteNumber(bytes, file.Size);
            WriteField(bytes, Convert.FromHexString(Digest.Hex(file.Digest)));
        }

        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>Orders by the UTF-8 bytes of the path, as other languages do; ordinal order of UTF-16 differs above U+FFFF.</summary>
    public static IReadOnlyList<ArtifactDescriptor> Order(IEnumerable<ArtifactDescriptor> files) =>
        [.. files.OrderBy(static f => Encoding.UTF8.GetBytes(f.Path), ByteOrder)];

    private static readonly Comparer<byte[]> ByteOrder = Comparer<byte[]>.Create(static (a, b) => a.AsSpan().SequenceCompareTo(b));

    private static void WriteField(ArrayBufferWriter<byte> bytes, ReadOnlySpan<byte> field)
    {
        WriteNumber(bytes, field.Length);
        bytes.Write(field);
    }

    private static void WriteNumber(ArrayBufferWriter<byte> bytes, long number)
    {
        BinaryPrimitives.WriteUInt64BigEndian(bytes.GetSpan(sizeof(ulong)), (ulong)number);
        bytes.Advance(sizeof(ulong));
    }
}
