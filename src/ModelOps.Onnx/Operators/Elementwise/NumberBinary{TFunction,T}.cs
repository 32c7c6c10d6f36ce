using System.Numerics;
using System.Runtime.CompilerServices;

namespace ModelOps.Onnx.Operators.Elementwise;

/// <summary>A function of two numbers, for one type.</summary>
internal readonly struct NumberBinary<TFunction, T>(TFunction function) : IBinaryFunction<T, T, T>
    where TFunction : struct, INumberBinary
    where T : unmanaged, INumber<T>, IMinMaxValue<T>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Invoke(T left, T right) => function.Invoke(left, right);
}
