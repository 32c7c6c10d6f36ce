using System.Numerics;

namespace ModelOps.Onnx.Operators.Elementwise;

/// <summary>A function of a number of any type.</summary>
internal interface INumberUnary
{
    /// <summary>Computes one element.</summary>
    T Invoke<T>(T x)
        where T : unmanaged, INumber<T>;
}
