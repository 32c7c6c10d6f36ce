using System.Numerics;
using System.Runtime.CompilerServices;

namespace ModelOps.Onnx.Operators.Elementwise;

/// <summary>A function of a number, for one type.</summary>
internal readonly struct NumberUnary<TFunction, T>(TFunction function) : IUnaryFunction<T, T>
    where TFunction : struct, INumberUnary
    where T : unmanaged, INumber<T>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Invoke(T x) => function.Invoke(x);
}
