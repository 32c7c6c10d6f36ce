using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

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

    internal byte[] Finish()
    {
        _stream.Write(SHA256.HashData(_stream.ToArray()));
        return _stream.ToArray();
    }
}
