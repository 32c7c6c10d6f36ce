using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ModelOps.Onnx.Kernels;

/// <summary>Memory that begins at a multiple of the widest vector and never moves. The collector frees it, so that no call can outlive it.</summary>
internal sealed unsafe class AlignedMemory
{
    /// <summary>Where it begins is a multiple of this many bytes.</summary>
    public const int Alignment = 64;

    private readonly byte[] _bytes;

    /// <summary>Allocates zeros.</summary>
    /// <param name="length">Bytes, 0 or more.</param>
    public AlignedMemory(int length)
    {
        Length = length;
        _bytes = GC.AllocateArray<byte>(checked(length + Alignment), pinned: true);
        byte* start = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_bytes));
        Pointer = start + (-(nint)start & (Alignment - 1));
    }

    /// <summary>Bytes of it.</summary>
    public int Length { get; }

    /// <summary>Where it begins. Whoever keeps the pointer keeps this object too.</summary>
    public byte* Pointer { get; }

    /// <summary>The bytes.</summary>
    public Span<byte> Bytes => new(Pointer, Length);

    /// <summary>Bytes rounded up to whole units of alignment.</summary>
    public static int RoundUp(int length) => checked(length + Alignment - 1) & -Alignment;
}
