using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ModelOps.Onnx.Execution;

namespace ModelOps.Onnx.Operators.Movement;

/// <summary>The elements of a tensor of 32- or 64-bit integers that are places along a dimension; below 0 they count from its end.</summary>
/// <param name="value">The tensor.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly unsafe struct Indices(Value value)
{
    private readonly bool _isWide = value.Type == OnnxElementType.Int64;

    /// <summary>A place.</summary>
    /// <param name="i">Which element.</param>
    /// <param name="dimension">The dimension.</param>
    /// <exception cref="ElementException">It lies outside.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int At(int i, int dimension)
    {
        long index = _isWide ? ((long*)value.Data)[i] : ((int*)value.Data)[i];
        if (index < 0) { index += dimension; }
        return (ulong)index < (ulong)dimension ? (int)index : throw Outside(i, dimension);
    }

    private ElementException Outside(int i, int dimension) =>
        new($"element {i} of {value} is {(_isWide ? ((long*)value.Data)[i] : ((int*)value.Data)[i])}, and the dimension that it is a place in has {dimension}");
}
