using System.Numerics;
using System.Runtime.CompilerServices;

namespace ModelOps.Onnx.Operators.Elementwise;

/// <summary>A function of a floating-point number, for one type.</summary>
internal readonly struct RealUnary<TFunction, T>(TFunction function) : IUnaryFunction<T, T>
    where TFunction : struct, IRealUnary
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Invoke(T x) => function.Invoke(x);
}
