using System.Numerics;

namespace ModelOps.Onnx.Operators.Elementwise;

/// <summary>A comparison of two numbers of any one type.</summary>
internal interface INumberComparison
{
    /// <summary>Compares.</summary>
    bool Invoke<T>(T left, T right)
        where T : unmanaged, INumber<T>;
}
