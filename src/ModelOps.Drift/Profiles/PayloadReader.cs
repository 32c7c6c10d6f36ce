using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Unicode;

namespace ModelOps.Drift.Profiles;

/// <summary>Reads what <see cref="PayloadWriter"/> wrote; safe on bytes from anyone. Nothing is allocated for content that is not there.</summary>
internal ref struct PayloadReader
{
    private const int HeaderSize = 6;

    private ReadOnlySpan<byte> _rest;

    internal PayloadReader(ReadOnlySpan<byte> bytes, PayloadKind kind)
    {
        Require(bytes.Length is >= HeaderSize + SHA256.HashSizeInBytes and <= DriftProfileFile.MaxBytes, "it is too short or too long");
        ReadOnlySpan<byte> content = bytes[..^SHA256.HashSizeInBytes];
        Require(BinaryPrimitives.ReadUInt32LittleEndian(content) == PayloadWriter.Magic, "it is no binary profile");
        Require(content[4] == PayloadWriter.Version, $"it is of version {content[4]}, {PayloadWriter.Version} was expected");
        Require(content[5] == (byte)kind, $"it should hold {kind} but holds something else");
        Require(SHA256.HashData(content).AsSpan().SequenceEqual(bytes[^SHA256.HashSizeInBytes..]), "its checksum does not match its content");
        _rest = content[HeaderSize..];
    }

    internal static void Require(bool holds, string problem)
    {
        if (!holds)
        {
            throw new DriftProfileFormatException(problem);
        }
    }

    internal ReadOnlySpan<byte> Bytes(int length)
    {
        Require(length >= 0 && length <= _rest.Length, "it ends early");
        ReadOnlySpan<byte> taken = _rest[..length];
        _rest = _rest[length..];
        return taken;
    }

    internal int Int32(int min, int max)
    {
        int value = BinaryPrimitives.ReadInt32LittleEndian(Bytes(sizeof(int)));
        Require(value >= min && value <= max, $"a number is not from {min} to {max}");
        return value;
    }

    internal ulong UInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Bytes(sizeof(ulong)));

    internal long Count()
    {
        long count = (long)UInt64();
        Require(count >= 0, "a count is negative");
        return count;
    }

    /// <summary>Reads a number from 0 in seven bits a byte; it must be written in as few as it needs.</summary>
    internal long SmallCount()
    {
        ulong value = 0;
        for (int shift = 0; shift < 63; shift += 7)
        {
            byte one = Bytes(1)[0];
            value |= (ulong)(one & 0x7F) << shift;
            if (one < 0x80)
            {
                Require(one != 0 || shift == 0, "a count is written longer than it needs");
                return (long)value;
            }
        }

        Require(false, "a count is larger than any can be");
        return 0;
    }

    internal int SmallCount(int max)
    {
        long value = SmallCount();
        Require(value <= max, $"a number is above {max}");
        return (int)value;
    }

    internal double Double() => BitConverter.UInt64BitsToDouble(UInt64());

    internal Int128 Int128()
    {
        ulong low = UInt64();
        return new Int128(UInt64(), low);
    }

    /// <summary>Reads numbers, which must be finite.</summary>
    internal double[] Doubles(int count)
    {
        double[] values = AnyDoubles(count);
        Require(Array.TrueForAll(values, double.IsFinite), "a value is not finite");
        return values;
    }

    internal double[] AnyDoubles(int count)
    {
        ReadOnlySpan<byte> bytes = Bytes(checked(count * sizeof(double)));
        var values = new double[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = BinaryPrimitives.ReadDoubleLittleEndian(bytes[(i * sizeof(double))..]);
        }

        return values;
    }

    /// <summary>Reads UTF-16, so that any text comes back as it was, lone surrogates too.</summary>
    internal string Text(int maxLength) => new(MemoryMarshal.Cast<byte, char>(Bytes(sizeof(char) * Int32(0, maxLength))));

    /// <summary>Reads what <see cref="PayloadWriter.WriteText"/> wrote.</summary>
    internal string SmallText(int maxLength)
    {
        long length = SmallCount();
        Require(length >> 1 <= DriftProfileFile.MaxBytes, "a text is too long");
        ReadOnlySpan<byte> bytes = Bytes((int)(length >> 1));
        bool isPlain = (length & 1) == 0;
        Require(isPlain ? Utf8.IsValid(bytes) : bytes.Length % sizeof(char) == 0, "a text cannot be read");
        string text = isPlain ? Encoding.UTF8.GetString(bytes) : new string(MemoryMarshal.Cast<byte, char>(bytes));
        Require(text.Length <= maxLength, "a text is too long");
        Require(isPlain || !PayloadWriter.IsPlain(text), "a text is written longer than it needs");
        return text;
    }

    internal uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Bytes(sizeof(uint)));

    /// <summary>All that is left.</summary>
    internal ReadOnlySpan<byte> Rest() => Bytes(_rest.Length);

    internal readonly void End() => Require(_rest.IsEmpty, "it goes on after its end");
}
