using System.Runtime.InteropServices;

namespace ModelOps.Onnx.Execution;

/// <summary>The elements of constants.</summary>
internal static class TensorElements
{
    /// <summary>The elements of a tensor whose type <typeparamref name="T"/> is as large as.</summary>
    /// <exception cref="UnsupportedNodeException">Their number is not what the shape says, as where they lie in another file that was not loaded.</exception>
    public static ReadOnlySpan<T> Span<T>(this OnnxTensor tensor)
        where T : unmanaged
    {
        ReadOnlySpan<T> elements = MemoryMarshal.Cast<byte, T>(tensor.RawData.Span);
        return ElementTypes.TryCount(tensor.Shape, out long count) && count == elements.Length
            ? elements
            : throw new UnsupportedNodeException($"constant '{tensor.Name}' has {elements.Length} elements where its shape says {count}");
    }

    /// <summary>Integers of 32 or 64 bits.</summary>
    public static long[] Integers(this OnnxTensor tensor) => tensor.ElementType switch
    {
        OnnxElementType.Int64 => tensor.Span<long>().ToArray(),
        OnnxElementType.Int32 => Array.ConvertAll(tensor.Span<int>().ToArray(), static i => (long)i),
        _ => throw new UnsupportedNodeException($"constant '{tensor.Name}' is of {ElementTypes.Name(tensor.ElementType)}, and integers are needed"),
    };

    /// <summary>The elements of a value of 32- or 64-bit integers that is known.</summary>
    public static void CopyIntegers(this Value value, Span<long> to)
    {
        if (value.Type == OnnxElementType.Int64) { value.Elements<long>().CopyTo(to); }
        else
        {
            Span<int> elements = value.Elements<int>();
            for (int i = 0; i < elements.Length; i++) { to[i] = elements[i]; }
        }
    }
}
