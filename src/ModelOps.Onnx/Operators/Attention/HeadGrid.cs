using System.Runtime.InteropServices;
using ModelOps.Onnx.Execution;

namespace ModelOps.Onnx.Operators.Attention;

/// <summary>Where the rows of each head lie. The elements of a row lie together.</summary>
/// <param name="Batch">Sequences.</param>
/// <param name="Heads">Heads of each.</param>
/// <param name="Rows">Places of a sequence.</param>
/// <param name="Size">Elements of a row.</param>
/// <param name="BatchStride">Floats from a sequence to the next.</param>
/// <param name="HeadStride">Floats from a head to the next.</param>
/// <param name="RowStride">Floats from a place to the next.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct HeadGrid(int Batch, int Heads, int Rows, int Size, nint BatchStride, nint HeadStride, nint RowStride)
{
    /// <summary>Heads whose rows lie one after the other: <c>[batch, heads, rows, size]</c>.</summary>
    public static HeadGrid Apart(int batch, int heads, int rows, int size) => new(batch, heads, rows, size, (nint)heads * rows * size, (nint)rows * size, size);

    /// <summary>Heads side by side in each row: <c>[batch, rows, heads * size]</c>, of which a row may be a part of a longer one.</summary>
    public static HeadGrid Joined(int batch, int rows, int heads, int size, nint rowStride) => new(batch, heads, rows, size, rows * rowStride, size, rowStride);

    /// <summary>The heads of a value of 4 dimensions, or of 3 of which the last holds all heads.</summary>
    /// <param name="value">The value.</param>
    /// <param name="heads">Heads; 0 if the node does not tell.</param>
    /// <exception cref="ShapeException">It has another form.</exception>
    public static HeadGrid Of(Value value, int heads)
    {
        ReadOnlySpan<int> shape = value.Shape;
        if (shape.Length == 4 && (heads == 0 || shape[1] == heads)) { return Apart(shape[0], shape[1], shape[2], shape[3]); }
        if (shape.Length == 3 && heads > 0 && shape[2] % heads == 0) { return Joined(shape[0], shape[1], heads, shape[2] / heads, shape[2]); }
        throw new ShapeException($"{value} is neither [batch, heads, length, size] nor [batch, length, heads * size] with {heads} heads");
    }

    /// <summary>The first row of a head.</summary>
    public unsafe float* At(float* data, int batch, int head) => data + (batch * BatchStride) + (head * HeadStride);
}
