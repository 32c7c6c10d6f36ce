using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace ModelOps.Drift.Profiles;

/// <summary>Writes the compact binary form of a part of a profile: "MOPF", version, kind, content, SHA-256 of all before. Little-endian.</summary>
internal sealed class PayloadWriter
{
    internal const uint Magic = 0x46504F4D;
    internal const byte Version = 2;

    private readonly MemoryStream _stream = new();

    internal PayloadWriter(PayloadKind kind)
    {
        Write(Magic);
        _stream.WriteByte(Version);
        _stream.WriteByte((byte)kind);
    }

    internal void Write(uint value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        _stream.Write(bytes);
    }

    internal void Write(int value) => Write((uint)value);

    internal void Write(ulong value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        _stream.Write(bytes);
    }

    internal void Write(long value) => Write((ulong)value);

    internal void Write(double value) => Write(BitConverter.DoubleToUInt64Bits(value));

    internal void Write(ReadOnlySpan<double> values)
    {
        foreach (double value in values) { Write(value); }
    }

    internal void Write(string text)
    {
        Write(text.Length);
        _stream.Write(MemoryMarshal.AsBytes(text.AsSpan()));
    }

    internal void WriteBytes(ReadOnlySpan<byte> bytes) => _stream.Write(bytes);

    /// <summary>Writes a number from 0 in seven bits a byte: most counts are 0 or small.</summary>
    internal void WriteCount(long count)
    {
        ulong rest = (ulong)count;
        for (; rest >= 0x80; rest >>= 7) { _stream.WriteByte((byte)(rest | 0x80)); }
        _stream.WriteByte((byte)rest);
    }

    internal void WriteByte(byte value) => _stream.WriteByte(value);

    /// <summary>Writes a text as UTF-8 where that tells it, else as UTF-16 with the lowest bit of its length set, so that any text comes back as it was.</summary>
    internal void WriteText(string text)
    {
        bool isPlain = IsPlain(text);
        ReadOnlySpan<byte> bytes = isPlain ? Encoding.UTF8.GetBytes(text) : MemoryMarshal.AsBytes(text.AsSpan());
        WriteCount(((long)bytes.Length << 1) | (isPlain ? 0L : 1L));
        _stream.Write(bytes);
    }

    /// <summary>Whether a text has no lone surrogates.</summary>
    internal static bool IsPlain(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(text, out _, out int consumed) != System.Buffers.OperationStatus.Done) { return false; }
            text = text[consumed..];
        }

        return true;
    }

    internal byte[] Finish()
    {
        _stream.Write(SHA256.HashData(_stream.ToArray()));
        return _stream.ToArray();
    }
}
