using System.Buffers.Binary;

namespace ModelOps;

/// <summary>Walks the length-prefixed elements of a <c>BYTES</c> tensor.</summary>
public ref struct BytesElementEnumerator
{
    private ReadOnlySpan<byte> _rest;

    internal BytesElementEnumerator(ReadOnlySpan<byte> bytes) => _rest = bytes;

    /// <summary>The element last moved to, over the tensor's own memory.</summary>
    public ReadOnlySpan<byte> Current { get; private set; }

    /// <summary>Lets <c>foreach</c> take the enumerator itself.</summary>
    /// <returns>This enumerator.</returns>
    public readonly BytesElementEnumerator GetEnumerator() => this;

    /// <summary>Moves to the next element.</summary>
    /// <returns>False after the last one.</returns>
    public bool MoveNext()
    {
        if (_rest.IsEmpty) { return false; }
        int length = BinaryPrimitives.ReadInt32LittleEndian(_rest);
        Current = _rest.Slice(sizeof(int), length);
        _rest = _rest[(sizeof(int) + length)..];
        return true;
    }
}
