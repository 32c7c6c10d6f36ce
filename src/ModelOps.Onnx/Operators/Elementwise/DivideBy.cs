using System.Numerics;
using System.Runtime.CompilerServices;

namespace ModelOps.Onnx.Operators.Elementwise;

/// <summary>Division by a fixed number.</summary>
internal readonly struct DivideBy(int divisor) : IRealUnary
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Invoke<T>(T x)
        where T : unmanaged, IFloatingPointIeee754<T> => x / T.CreateTruncating(divisor);
}
