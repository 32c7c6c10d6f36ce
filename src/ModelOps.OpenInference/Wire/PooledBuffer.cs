using System.Buffers;

namespace ModelOps.OpenInference.Wire;

/// <summary>A growing buffer over pooled memory, which it keeps for reuse until it is disposed.</summary>
internal sealed class PooledBuffer : IBufferWriter<byte>, IDisposable
{
    private byte[] _array = [];
    private int _length;

    /// <summary>What was written since the last <see cref="Clear"/>. Valid until more is written.</summary>
    public ReadOnlyMemory<byte> Written => _array.AsMemory(0, _length);

    /// <summary>Bytes held, in use or not.</summary>
    public int Capacity => _array.Length;

    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _array.Length - _length);
        _length += count;
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        EnsureRoom(Math.Max(sizeHint, 1));
        return _array.AsMemory(_length);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public void Clear() => _length = 0;

    public void Dispose()
    {
        byte[] array = _array;
        _array = [];
        _length = 0;
        if (array.Length > 0) { ArrayPool<byte>.Shared.Return(array); }
    }

    private void EnsureRoom(int room)
    {
        if (_array.Length - _length >= room) { return; }
        long doubled = Math.Min(_array.Length * 2L, Array.MaxLength);
        byte[] larger = ArrayPool<byte>.Shared.Rent((int)Math.Max(doubled, checked(_length + room)));
        Written.CopyTo(larger);
        if (_array.Length > 0) { ArrayPool<byte>.Shared.Return(_array); }
        _array = larger;
    }
}
