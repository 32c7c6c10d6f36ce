using System.Buffers;
using System.Runtime.InteropServices;

namespace ModelOps.Drift.Kernels;

/// <summary>Memory borrowed from the shared pool until it is disposed of; what it holds at first is not defined.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly ref struct PooledBuffer<T>(int length)
    where T : unmanaged
{
    private readonly T[] _array = ArrayPool<T>.Shared.Rent(length);

    /// <summary>The memory, as long as was asked for.</summary>
    internal Span<T> Span => _array.AsSpan(0, length);

    /// <summary>Gives it back. To be called once.</summary>
    public void Dispose() => ArrayPool<T>.Shared.Return(_array);
}
