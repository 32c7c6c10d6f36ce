using System.Numerics;
using System.Runtime.InteropServices;

namespace ModelOps.Onnx.Reading;

/// <summary>Bytes of a file, and where they begin in it.</summary>
internal readonly record struct ProtoSlice(ReadOnlyMemory<byte> Bytes, int Origin)
{
    /// <summary>How many numbers of variable length end here; exact for packed numbers.</summary>
    public int CountVarints()
    {
        const ulong More = 0x8080_8080_8080_8080;
        ReadOnlySpan<byte> bytes = Bytes.Span;
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(bytes);
        int count = bytes.Length;
        foreach (ulong word in words) { count -= BitOperations.PopCount(word & More); }
        foreach (byte b in bytes[(words.Length * sizeof(ulong))..]) { count -= b >> 7; }
        return count;
    }
}
