using System.Numerics;
using System.Runtime.CompilerServices;

namespace ModelOps.Onnx.Operators.Elementwise;

/// <summary>A comparison of two numbers, for one type.</summary>
internal readonly struct NumberComparison<TFunction, T>(TFunction function) : IBinaryFunction<T, T, bool>
    where TFunction : struct, INumberComparison
    where T : unmanaged, INumber<T>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Invoke(T left, T right) => function.Invoke(left, right);
}
