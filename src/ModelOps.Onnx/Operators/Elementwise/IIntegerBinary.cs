using System.Numerics;

namespace ModelOps.Onnx.Operators.Elementwise;

/// <summary>A function of the bits of two integers of any one type.</summary>
internal interface IIntegerBinary
{
    /// <summary>Computes one element.</summary>
    T Invoke<T>(T left, T right)
        where T : unmanaged, IBinaryInteger<T>;
}
