using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace ModelOps;

// Handing elements on without copying them.
public sealed partial class InferenceTensor
{
    /// <summary>Makes this tensor a view of another: same type, shape and memory, a name of its own. Nothing is copied.</summary>
    /// <remarks>The other tensor must stay as it is while the view is in use. The view is to be read only; it is over with its next <see cref="Reset"/>,
    /// <see cref="BorrowFrom"/> or <see cref="Dispose"/>, none of which touches the other's memory.</remarks>
    /// <param name="source">The tensor to share.</param>
    /// <param name="name">Name of the view.</param>
    /// <exception cref="ObjectDisposedException">One of the two is disposed.</exception>
    [MemberNotNull(nameof(Name))]
    public void BorrowFrom(InferenceTensor source, string name)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(name);
        ObjectDisposedException.ThrowIf(_disposed, this);
        ObjectDisposedException.ThrowIf(source._disposed, source);
        CopyDescription(source, name);
        if (!_borrowed && _buffer.Length > 0) { ArrayPool<byte>.Shared.Return(_buffer); }
        _buffer = source._buffer;
        _byteLength = source._byteLength;
        _borrowed = true;
    }

    /// <summary>Takes over type, shape and elements of another tensor, which gets this one's memory to reuse. Nothing is copied, unless the other is a view.</summary>
    /// <param name="source">The tensor to empty; its content is undefined until its next <see cref="Reset"/>.</param>
    /// <param name="name">Name that this tensor has from now on.</param>
    /// <exception cref="ObjectDisposedException">One of the two is disposed.</exception>
    [MemberNotNull(nameof(Name))]
    public void TakeFrom(InferenceTensor source, string name)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(name);
        ObjectDisposedException.ThrowIf(_disposed, this);
        ObjectDisposedException.ThrowIf(source._disposed, source);
        if (source._borrowed)
        {
            CopyFrom(source, name);
            return;
        }

        ReturnLoan();
        CopyDescription(source, name);
        _byteLength = source._byteLength;
        (_buffer, source._buffer) = (source._buffer, _buffer);
        source._byteLength = 0;
    }

    /// <summary>Takes over type, shape and a copy of the elements of another tensor.</summary>
    /// <param name="source">The tensor to copy.</param>
    /// <param name="name">Name that this tensor has from now on.</param>
    /// <exception cref="ObjectDisposedException">One of the two is disposed.</exception>
    [MemberNotNull(nameof(Name))]
    public void CopyFrom(InferenceTensor source, string name)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(name);
        ObjectDisposedException.ThrowIf(_disposed, this);
        ReturnLoan();
        CopyDescription(source, name);
        _byteLength = 0;
        ReadOnlySpan<byte> bytes = source.Bytes;
        EnsureCapacity(bytes.Length);
        bytes.CopyTo(_buffer);
        _byteLength = bytes.Length;
    }

    [MemberNotNull(nameof(Name))]
    private void CopyDescription(InferenceTensor source, string name)
    {
        if (_shape.Length < source._rank) { _shape = new long[source._rank]; }
        source.Shape.CopyTo(_shape);
        _rank = source._rank;
        Name = name;
        DataType = source.DataType;
        ElementCount = source.ElementCount;
    }

    private void ReturnLoan()
    {
        if (!_borrowed) { return; }
        _borrowed = false;
        _buffer = [];
    }

    // A view that is appended to gets memory of its own first.
    private void OwnMemory()
    {
        if (!_borrowed) { return; }
        byte[] shared = _buffer;
        ReturnLoan();
        int length = _byteLength;
        _byteLength = 0;
        EnsureCapacity(length);
        shared.AsSpan(0, length).CopyTo(_buffer);
        _byteLength = length;
    }
}
