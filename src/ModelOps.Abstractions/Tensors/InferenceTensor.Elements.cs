using System.Buffers.Binary;
using System.Text;

namespace ModelOps;

// The length-prefixed elements of BYTES tensors.
public sealed partial class InferenceTensor
{
    /// <summary>A tensor of UTF-8 strings (<c>BYTES</c>).</summary>
    /// <param name="name">Name of the model's input or output.</param>
    /// <param name="shape">Dimensions; their product is the number of <paramref name="values"/>.</param>
    /// <param name="values">Strings, row-major.</param>
    /// <returns>A tensor that the caller owns.</returns>
    /// <exception cref="ArgumentException">The product of the dimensions is not the number of strings.</exception>
    public static InferenceTensor CreateStrings(string name, ReadOnlySpan<long> shape, ReadOnlySpan<string> values)
    {
        InferenceTensor tensor = new(name, TensorDataType.Bytes, shape);
        if (tensor.ElementCount != values.Length)
        {
            long expected = tensor.ElementCount;
            tensor.Dispose();
            throw new ArgumentException($"Tensor '{name}' of shape {FormatShape(shape)} takes {expected} strings, not {values.Length}.", nameof(values));
        }

        foreach (string value in values)
        {
            tensor.AppendElement(value);
        }

        return tensor;
    }

    /// <summary>Appends one element to a <c>BYTES</c> tensor.</summary>
    /// <param name="value">Bytes of the element.</param>
    /// <exception cref="InvalidOperationException">The tensor is not of type <c>BYTES</c>.</exception>
    /// <exception cref="ObjectDisposedException">The tensor is disposed.</exception>
    public void AppendElement(ReadOnlySpan<byte> value) => value.CopyTo(GrowByElement(value.Length));

    /// <summary>Appends one string to a <c>BYTES</c> tensor, as UTF-8.</summary>
    /// <param name="value">The string.</param>
    /// <exception cref="InvalidOperationException">The tensor is not of type <c>BYTES</c>.</exception>
    /// <exception cref="ObjectDisposedException">The tensor is disposed.</exception>
    public void AppendElement(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        Encoding.UTF8.GetBytes(value, GrowByElement(Encoding.UTF8.GetByteCount(value)));
    }

    /// <summary>Walks the elements of a <c>BYTES</c> tensor without copying.</summary>
    /// <returns>An enumerator for <c>foreach</c>.</returns>
    /// <exception cref="InvalidOperationException">The tensor is not of type <c>BYTES</c>.</exception>
    /// <exception cref="ObjectDisposedException">The tensor is disposed.</exception>
    public BytesElementEnumerator EnumerateElements()
    {
        ThrowIfNotBytes();
        return new BytesElementEnumerator(Bytes);
    }

    /// <summary>The strings of a <c>BYTES</c> tensor, read as UTF-8.</summary>
    /// <returns>A new array.</returns>
    /// <exception cref="InvalidOperationException">The tensor is not of type <c>BYTES</c>.</exception>
    /// <exception cref="ObjectDisposedException">The tensor is disposed.</exception>
    public string[] ToStrings()
    {
        string[] strings = new string[ElementCount];
        int i = 0;
        foreach (ReadOnlySpan<byte> element in EnumerateElements())
        {
            strings[i++] = Encoding.UTF8.GetString(element);
        }

        return strings;
    }

    private Span<byte> GrowByElement(int length)
    {
        ThrowIfNotBytes();
        ObjectDisposedException.ThrowIf(_disposed, this);
        OwnMemory();
        EnsureCapacity(checked(_byteLength + LengthPrefix + length));
        BinaryPrimitives.WriteInt32LittleEndian(_buffer.AsSpan(_byteLength), length);
        _byteLength += LengthPrefix + length;
        return _buffer.AsSpan(_byteLength - length, length);
    }

    private void ThrowIfNotBytes()
    {
        if (DataType != TensorDataType.Bytes)
        {
            throw new InvalidOperationException($"Tensor '{Name}' holds {DataType.ToName()}, not BYTES.");
        }
    }
}
