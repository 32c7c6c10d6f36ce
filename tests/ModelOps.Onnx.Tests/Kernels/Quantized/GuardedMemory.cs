using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ModelOps.Onnx.Tests.Kernels.Quantized;

/// <summary>Elements that end where a page begins that must not be touched: a read or write beyond them ends the process. On Linux; elsewhere plain memory.</summary>
internal sealed class GuardedMemory<T> : IDisposable
    where T : unmanaged
{
    private const int Page = 65536;
    private readonly nint _start;
    private readonly nint _bytes;
    private readonly nint _elements;

    public GuardedMemory(ReadOnlySpan<T> values)
        : this(values.Length) => values.CopyTo(Span);

    public GuardedMemory(int length)
    {
        nint whole = (((nint)length * Unsafe.SizeOf<T>()) + Page - 1) / Page * Page;
        _bytes = whole + Page;
        Length = length;
        if (!OperatingSystem.IsLinux())
        {
            _start = _elements = Marshal.AllocHGlobal(_bytes);
            return;
        }

        _start = Native.mmap(0, _bytes, 3, 0x22, -1, 0);
        Assert.NotEqual(-1, _start);
        Assert.Equal(0, Native.mprotect(_start + whole, Page, 0));
        _elements = _start + whole - ((nint)length * Unsafe.SizeOf<T>());
    }

    public int Length { get; }

    public Span<T> Span => MemoryMarshal.CreateSpan(ref Unsafe.AddByteOffset(ref Unsafe.NullRef<T>(), _elements), Length);

    public void Dispose()
    {
        if (OperatingSystem.IsLinux()) { _ = Native.munmap(_start, _bytes); }
        else { Marshal.FreeHGlobal(_start); }
    }
}
