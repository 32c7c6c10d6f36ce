using System.Numerics;
using System.Runtime.CompilerServices;

namespace ModelOps.Onnx.Operators.Elementwise;

/// <summary>Numbers between two bounds. NaN stays; where the bounds cross, the upper one wins.</summary>
internal readonly struct Clip<T>(T min, T max) : IUnaryFunction<T, T>
    where T : unmanaged, INumber<T>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Invoke(T x)
    {
        T raised = x < min ? min : x;
        return raised > max ? max : raised;
    }
}
