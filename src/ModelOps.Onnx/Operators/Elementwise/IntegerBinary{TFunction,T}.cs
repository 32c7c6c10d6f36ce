using System.Numerics;
using System.Runtime.CompilerServices;

namespace ModelOps.Onnx.Operators.Elementwise;

/// <summary>A function of two integers, for one type.</summary>
internal readonly struct IntegerBinary<TFunction, T>(TFunction function) : IBinaryFunction<T, T, T>
    where TFunction : struct, IIntegerBinary
    where T : unmanaged, IBinaryInteger<T>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Invoke(T left, T right) => function.Invoke(left, right);
}
