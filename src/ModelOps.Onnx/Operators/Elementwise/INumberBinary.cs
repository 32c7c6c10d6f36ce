using System.Numerics;

namespace ModelOps.Onnx.Operators.Elementwise;

/// <summary>A function of two numbers of any one type.</summary>
internal interface INumberBinary
{
    /// <summary>Computes one element.</summary>
    T Invoke<T>(T left, T right)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>;
}
