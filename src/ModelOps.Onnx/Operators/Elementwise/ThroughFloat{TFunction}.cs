using System.Runtime.CompilerServices;

namespace ModelOps.Onnx.Operators.Elementwise;

/// <summary>A function of half precision, computed in floats and rounded once, as ONNX Runtime does on processors.</summary>
internal readonly struct ThroughFloat<TFunction>(TFunction function) : IUnaryFunction<Half, Half>
    where TFunction : struct, IRealUnary
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Half Invoke(Half x) => (Half)function.Invoke((float)x);
}
