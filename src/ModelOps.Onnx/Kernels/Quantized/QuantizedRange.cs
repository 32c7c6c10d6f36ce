using System.Numerics;
using System.Runtime.InteropServices;

namespace ModelOps.Onnx.Kernels.Quantized;

/// <summary>Where rounded quotients are cut off and what is added to them: <c>clamp(round(x / scale), Low, High) + Offset</c>. NaN gives <c>Low</c>.</summary>
/// <param name="Low">Least quotient.</param>
/// <param name="High">Largest quotient.</param>
/// <param name="Offset">Added after the cut.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct QuantizedRange(int Low, int High, int Offset)
{
    /// <summary>The range of a type around a zero point, as QuantizeLinear has it.</summary>
    public static QuantizedRange Of<T>(int zeroPoint)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> =>
        new(int.CreateTruncating(T.MinValue) - zeroPoint, int.CreateTruncating(T.MaxValue) - zeroPoint, zeroPoint);

    /// <summary>The same cut, without the zero point: what integer products are made of.</summary>
    public QuantizedRange Centred => this with { Offset = 0 };

    /// <summary>The same cut, the least quotient as 0: bytes of either sign as unsigned ones.</summary>
    public QuantizedRange Unsigned => this with { Offset = -Low };
}
