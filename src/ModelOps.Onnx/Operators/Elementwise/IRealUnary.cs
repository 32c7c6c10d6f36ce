using System.Numerics;

namespace ModelOps.Onnx.Operators.Elementwise;

/// <summary>A function of a floating-point number of any type.</summary>
internal interface IRealUnary
{
    /// <summary>Computes one element.</summary>
    T Invoke<T>(T x)
        where T : unmanaged, IFloatingPointIeee754<T>;
}
