using System.Runtime.InteropServices;

namespace ModelOps.Onnx.Quantization.Parameters;

/// <summary>A tensor seen as <c>[outer, channels, inner]</c>.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ChannelLayout(int Outer, int Channels, int Inner)
{
    /// <summary>Sees a tensor along an axis; null is one channel for all.</summary>
    public static ChannelLayout Of(IReadOnlyList<long> shape, int? axis)
    {
        if (axis is not { } a) { return new(1, 1, checked((int)Product(shape, 0, shape.Count))); }
        return new(checked((int)Product(shape, 0, a)), checked((int)shape[a]), checked((int)Product(shape, a + 1, shape.Count)));
    }

    private static long Product(IReadOnlyList<long> shape, int from, int to)
    {
        long product = 1;
        for (int i = from; i < to; i++) { product = checked(product * shape[i]); }
        return product;
    }
}
