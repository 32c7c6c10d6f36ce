using System.Runtime.InteropServices;

namespace ModelOps.Onnx.Quantization.Graphs;

/// <summary>Makes and reads constant tensors.</summary>
internal static class Tensors
{
    /// <summary>The elements of a tensor of floats.</summary>
    /// <exception cref="QuantizationException">They were not loaded, or one is not finite.</exception>
    public static ReadOnlySpan<float> Floats(OnnxTensor tensor)
    {
        ReadOnlySpan<float> values = MemoryMarshal.Cast<byte, float>(Bytes(tensor).Span);
        foreach (float value in values)
        {
            if (!float.IsFinite(value)) { throw new QuantizationException($"constant {Quote.Short(tensor.Name)}", $"it holds {value}, and weights must be finite", "Train or export the model anew, or exclude the nodes that read it."); }
        }

        return values;
    }

    /// <summary>The elements of a tensor as bytes.</summary>
    /// <exception cref="QuantizationException">They were not loaded.</exception>
    public static ReadOnlyMemory<byte> Bytes(OnnxTensor tensor) => tensor.ExternalData is null || !tensor.RawData.IsEmpty
        ? tensor.RawData
        : throw new QuantizationException($"constant {Quote.Short(tensor.Name)}", "its elements lie in another file and were not loaded", $"Read the model with {nameof(OnnxReadOptions)}.{nameof(OnnxReadOptions.LoadExternalData)}.");

    public static OnnxTensor Int32s(string name, IReadOnlyList<long> shape, ReadOnlySpan<int> values) =>
        new(name, OnnxElementType.Int32, shape, MemoryMarshal.AsBytes(values).ToArray());

    /// <summary>Zero points of 8 bits.</summary>
    public static OnnxTensor ZeroPoints(string name, QuantizedType type, IReadOnlyList<long> shape, ReadOnlySpan<int> values)
    {
        byte[] bytes = new byte[values.Length];
        for (int i = 0; i < bytes.Length; i++) { bytes[i] = unchecked((byte)values[i]); }
        return new(name, ElementType(type), shape, bytes);
    }

    public static OnnxElementType ElementType(QuantizedType type) => type == QuantizedType.UInt8 ? OnnxElementType.UInt8 : OnnxElementType.Int8;

    /// <summary>Swaps the two dimensions of a matrix.</summary>
    public static float[] Transpose(ReadOnlySpan<float> values, int rows, int columns)
    {
        float[] transposed = new float[values.Length];
        for (int r = 0; r < rows; r++)
        {
            for (int c = 0; c < columns; c++) { transposed[(c * rows) + r] = values[(r * columns) + c]; }
        }

        return transposed;
    }
}
