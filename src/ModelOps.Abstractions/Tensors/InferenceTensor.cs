using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text;

namespace ModelOps;

/// <summary>A named, typed, row-major block of numbers (or byte strings) with its own pooled memory.</summary>
/// <remarks>
/// <para>The tensor owns its memory: dispose it, or dispose the request or response that holds it. A disposed tensor refuses access.</para>
/// <para>Bytes are little-endian and laid out as the binary tensor extension of the Open Inference Protocol lays them out, so that
/// they go to the wire and to a runtime without conversion. At most <see cref="Array.MaxLength"/> bytes.</para>
/// <para>Not thread-safe. Reuse: <see cref="Reset"/> keeps the memory when it is large enough, so a tensor that is reused for calls of
/// the same size allocates nothing.</para>
/// </remarks>
public sealed partial class InferenceTensor : IDisposable
{
    private const int LengthPrefix = sizeof(int);
    private byte[] _buffer = [];
    private long[] _shape = [];
    private int _rank;
    private int _byteLength;
    private bool _borrowed; // the memory is another tensor's
    private bool _disposed;

    /// <summary>Makes a tensor with room for <paramref name="shape"/>; the elements are zero (none yet, for byte strings).</summary>
    /// <param name="name">Name of the model's input or output.</param>
    /// <param name="dataType">Element type.</param>
    /// <param name="shape">Dimensions, each at least 0; empty is a scalar.</param>
    /// <exception cref="ArgumentException">A dimension is negative, or the tensor would be larger than an array may be.</exception>
    public InferenceTensor(string name, TensorDataType dataType, ReadOnlySpan<long> shape) => Reset(name, dataType, shape);

    /// <summary>Name of the model's input or output.</summary>
    public string Name { get; private set; }

    /// <summary>Element type.</summary>
    public TensorDataType DataType { get; private set; }

    /// <summary>Dimensions, row-major; empty for a scalar. Valid until the next <see cref="Reset"/>.</summary>
    public ReadOnlySpan<long> Shape => _shape.AsSpan(0, _rank);

    /// <summary>Product of the dimensions; 1 for a scalar.</summary>
    public long ElementCount { get; private set; }

    /// <summary>Bytes in use.</summary>
    public int ByteLength => _byteLength;

    /// <summary>The bytes, in wire form. Valid until the next <see cref="Reset"/> or <see cref="Dispose"/>.</summary>
    /// <exception cref="ObjectDisposedException">The tensor is disposed.</exception>
    public Span<byte> Bytes => Memory.Span;

    /// <summary>The bytes, in wire form. Valid until the next <see cref="Reset"/> or <see cref="Dispose"/>.</summary>
    /// <exception cref="ObjectDisposedException">The tensor is disposed.</exception>
    public Memory<byte> Memory
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _buffer.AsMemory(0, _byteLength);
        }
    }

    /// <summary>A tensor that holds a copy of <paramref name="data"/>.</summary>
    /// <typeparam name="T">Element type in memory; <see cref="TensorDataTypes.Of{T}"/> names the datatype.</typeparam>
    /// <param name="name">Name of the model's input or output.</param>
    /// <param name="shape">Dimensions; their product is the length of <paramref name="data"/>.</param>
    /// <param name="data">Elements, row-major.</param>
    /// <returns>A tensor that the caller owns.</returns>
    /// <exception cref="ArgumentException">The product of the dimensions is not the number of elements.</exception>
    /// <exception cref="NotSupportedException">No tensor holds elements of <typeparamref name="T"/>.</exception>
    public static InferenceTensor Create<T>(string name, ReadOnlySpan<long> shape, ReadOnlySpan<T> data)
        where T : unmanaged
    {
        InferenceTensor tensor = new(name, TensorDataTypes.Of<T>(), shape);
        if (tensor.ElementCount != data.Length)
        {
            long expected = tensor.ElementCount;
            tensor.Dispose();
            throw new ArgumentException($"Tensor '{name}' of shape {FormatShape(shape)} takes {expected} elements, not {data.Length}.", nameof(data));
        }

        data.CopyTo(tensor.AsSpan<T>());
        return tensor;
    }

    /// <summary>Gives the tensor another name, type and shape, keeping its memory where it suffices. The content becomes zero.</summary>
    /// <param name="name">Name of the model's input or output.</param>
    /// <param name="dataType">Element type.</param>
    /// <param name="shape">Dimensions, each at least 0; empty is a scalar.</param>
    /// <exception cref="ArgumentException">A dimension is negative, or the tensor would be larger than an array may be.</exception>
    /// <exception cref="ObjectDisposedException">The tensor is disposed.</exception>
    [MemberNotNull(nameof(Name))]
    public void Reset(string name, TensorDataType dataType, ReadOnlySpan<long> shape)
    {
        ResetUncleared(name, dataType, shape);
        Bytes.Clear();
    }

    /// <summary>As <see cref="Reset"/>, for a caller that overwrites every byte: the content is whatever the memory held.</summary>
    /// <param name="name">Name of the model's input or output.</param>
    /// <param name="dataType">Element type.</param>
    /// <param name="shape">Dimensions, each at least 0; empty is a scalar.</param>
    /// <exception cref="ArgumentException">A dimension is negative, or the tensor would be larger than an array may be.</exception>
    /// <exception cref="ObjectDisposedException">The tensor is disposed.</exception>
    [MemberNotNull(nameof(Name))]
    public void ResetUncleared(string name, TensorDataType dataType, ReadOnlySpan<long> shape)
    {
        ArgumentNullException.ThrowIfNull(name);
        ObjectDisposedException.ThrowIf(_disposed, this);
        long count = CountElements(name, shape);
        long bytes = dataType == TensorDataType.Bytes ? 0 : count * dataType.ItemSize();
        if (count > Array.MaxLength || bytes > Array.MaxLength)
        {
            throw new ArgumentException(
                $"Tensor '{name}' of shape {FormatShape(shape)} and datatype {dataType.ToName()} is larger than {Array.MaxLength} bytes. Split the batch.",
                nameof(shape));
        }

        if (_shape.Length < shape.Length) { _shape = new long[shape.Length]; }
        shape.CopyTo(_shape);
        _rank = shape.Length;
        Name = name;
        DataType = dataType;
        ElementCount = count;
        _byteLength = 0;
        ReturnLoan();
        EnsureCapacity((int)bytes);
        _byteLength = (int)bytes;
    }

    /// <summary>The elements, writable in place. Valid until the next <see cref="Reset"/> or <see cref="Dispose"/>.</summary>
    /// <typeparam name="T">Element type in memory.</typeparam>
    /// <returns>A span of <see cref="ElementCount"/> elements over the tensor's own memory.</returns>
    /// <exception cref="InvalidOperationException"><typeparamref name="T"/> is not the tensor's element type.</exception>
    /// <exception cref="NotSupportedException">No tensor holds elements of <typeparamref name="T"/>.</exception>
    /// <exception cref="ObjectDisposedException">The tensor is disposed.</exception>
    public Span<T> AsSpan<T>()
        where T : unmanaged
    {
        if (TensorDataTypes.Of<T>() != DataType)
        {
            throw new InvalidOperationException(
                $"Tensor '{Name}' holds {DataType.ToName()}, not {TensorDataTypes.Of<T>().ToName()}. Ask for the element type it has.");
        }

        return MemoryMarshal.Cast<byte, T>(Bytes);
    }

    /// <summary>Replaces the content by <paramref name="bytes"/> in wire form, checking that they are what the shape and type ask for.</summary>
    /// <param name="bytes">Little-endian elements, or length-prefixed ones for <c>BYTES</c>.</param>
    /// <returns>Null when accepted; else what is wrong, in words, and the content is undefined until the next <see cref="Reset"/>.</returns>
    /// <exception cref="ObjectDisposedException">The tensor is disposed.</exception>
    public string? TrySetBytes(ReadOnlySpan<byte> bytes)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (DataType != TensorDataType.Bytes)
        {
            if (bytes.Length != _byteLength)
            {
                return $"{bytes.Length} bytes, where shape {FormatShape(Shape)} and datatype {DataType.ToName()} take {_byteLength}";
            }

            if (DataType == TensorDataType.Bool && bytes.ContainsAnyExceptInRange((byte)0, (byte)1))
            {
                return "a BOOL byte other than 0 and 1";
            }

            OwnMemory();
            bytes.CopyTo(Bytes);
            return null;
        }

        int offset = 0;
        for (long i = 0; i < ElementCount; i++)
        {
            if (bytes.Length - offset < LengthPrefix) { return $"{i} length-prefixed elements, where the shape takes {ElementCount}"; }
            uint length = BinaryPrimitives.ReadUInt32LittleEndian(bytes[offset..]);
            if (length > bytes.Length - offset - LengthPrefix) { return $"element {i} is {length} bytes long by its prefix, more than is left"; }
            offset += LengthPrefix + (int)length;
        }

        if (offset != bytes.Length) { return $"{bytes.Length - offset} bytes left over after {ElementCount} elements"; }
        _byteLength = 0;
        ReturnLoan();
        EnsureCapacity(bytes.Length);
        bytes.CopyTo(_buffer);
        _byteLength = bytes.Length;
        return null;
    }

    /// <summary>Gives the memory back to the pool. Harmless when called again.</summary>
    public void Dispose()
    {
        if (_disposed) { return; }
        _disposed = true;
        ReturnLoan();
        byte[] buffer = _buffer;
        _buffer = [];
        if (buffer.Length > 0) { ArrayPool<byte>.Shared.Return(buffer); }
    }

    /// <summary>For people: name, datatype and shape, never the values.</summary>
    /// <returns>For example <c>x: FP32[1,4]</c>.</returns>
    public override string ToString() => $"{Name}: {DataType.ToName()}{FormatShape(Shape)}";

    /// <summary>Writes a shape as people read it.</summary>
    /// <param name="shape">Dimensions.</param>
    /// <returns>For example <c>[1,4]</c>; <c>[]</c> for a scalar.</returns>
    public static string FormatShape(ReadOnlySpan<long> shape)
    {
        StringBuilder text = new("[");
        foreach (long dimension in shape)
        {
            if (text.Length > 1) { text.Append(','); }
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{dimension}");
        }

        return text.Append(']').ToString();
    }

    private static long CountElements(string name, ReadOnlySpan<long> shape)
    {
        long count = 1;
        bool overflow = false;
        bool empty = false;
        foreach (long dimension in shape)
        {
            if (dimension < 0)
            {
                throw new ArgumentException($"Tensor '{name}' has the negative dimension {dimension}. Give each dimension its size, 0 or more.", nameof(shape));
            }

            empty |= dimension == 0;
            overflow |= dimension != 0 && count > long.MaxValue / 8 / dimension;
            count = overflow ? count : count * dimension;
        }

        if (empty) { return 0; }
        return overflow ? long.MaxValue / 8 : count;
    }

    private void EnsureCapacity(int bytes)
    {
        if (_buffer.Length >= bytes) { return; }
        int grown = (int)Math.Min(Math.Max((long)bytes, _buffer.Length * 2L), Array.MaxLength);
        byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(bytes, grown));
        _buffer.AsSpan(0, _byteLength).CopyTo(larger);
        if (_buffer.Length > 0) { ArrayPool<byte>.Shared.Return(_buffer); }
        _buffer = larger;
    }
}
