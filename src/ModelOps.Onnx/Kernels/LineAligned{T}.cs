using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ModelOps.Onnx.Kernels;

/// <summary>An array that starts at a cache line and stays there: a vector load that spans two lines costs twice.</summary>
/// <typeparam name="T">Type of elements; its size divides a line's.</typeparam>
internal sealed class LineAligned<T>
    where T : unmanaged
{
    private const int Line = 64;
    private readonly T[] _array;
    private readonly int _first;

    /// <summary>Allocates zeros.</summary>
    /// <param name="length">Number of elements.</param>
    public unsafe LineAligned(int length)
    {
        _array = GC.AllocateArray<T>(length + (Line / sizeof(T)), pinned: true);
        _first = (int)(-(nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_array)) & (Line - 1)) / sizeof(T);
        Length = length;
    }

    /// <summary>Copies elements.</summary>
    public LineAligned(ReadOnlySpan<T> elements)
        : this(elements.Length) => elements.CopyTo(Span);

    public int Length { get; }

    public Span<T> Span => _array.AsSpan(_first, Length);

    /// <summary>The first element; there is one even of none.</summary>
    public ref T Start => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_array), _first);
}
