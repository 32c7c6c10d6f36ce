using System.Buffers.Binary;
using System.Text;

namespace ModelOps.Registry.Oci.Layers;

/// <summary>The 512 bytes before an entry. Source: POSIX.1-2017, pax, "ustar Interchange Format"; GNU tar manual, "Basic Tar Format".</summary>
internal static class TarHeader
{
    public const int Size = 512;
    private const int ChecksumAt = 148;
    private const int ChecksumLength = 8;
    private const int Base256 = 0x80;

    /// <exception cref="InvalidDataException">It is no header.</exception>
    public static TarEntry Read(ReadOnlySpan<byte> header)
    {
        CheckSum(header);
        string name = Text(header[..100]);
        bool hasPrefix = header.Slice(257, 6).SequenceEqual("ustar\0"u8);
        string prefix = hasPrefix ? Text(header.Slice(345, 155)) : "";
        return new TarEntry(prefix.Length == 0 ? name : $"{prefix}/{name}", Number(header.Slice(124, 12)), (char)header[156]);
    }

    private static void CheckSum(ReadOnlySpan<byte> header)
    {
        long sum = ChecksumLength * ' ';
        for (int i = 0; i < Size; i++)
        {
            if (i is < ChecksumAt or >= ChecksumAt + ChecksumLength) { sum += header[i]; }
        }

        if (sum != Number(header.Slice(ChecksumAt, ChecksumLength))) { throw new InvalidDataException("A header has a wrong checksum."); }
    }

    private static long Number(ReadOnlySpan<byte> field)
    {
        if ((field[0] & Base256) != 0) // GNU's form for large sizes
        {
            long large = field.Length >= sizeof(long) ? BinaryPrimitives.ReadInt64BigEndian(field[^sizeof(long)..]) : -1;
            return large >= 0 && field[..^sizeof(long)].Trim((byte)0) is [Base256] ? large : throw new InvalidDataException("A header has a size out of range.");
        }

        long value = 0;
        foreach (byte digit in field.Trim(" \0"u8))
        {
            if (digit is < (byte)'0' or > (byte)'7') { throw new InvalidDataException("A header has a number that is not octal."); }
            value = (value << 3) + (digit - '0');
        }

        return value;
    }

    public static string Text(ReadOnlySpan<byte> field)
    {
        int end = field.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? field : field[..end]);
    }
}
