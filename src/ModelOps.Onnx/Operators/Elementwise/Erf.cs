using System.Runtime.CompilerServices;
using ModelOps.Onnx.Kernels.Lanes;

namespace ModelOps.Onnx.Operators.Elementwise;

/// <summary>The error function of a float.</summary>
internal readonly struct Erf : IUnaryFunction<float, float>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float Invoke(float x) => VectorMath<ScalarLanes, float>.Erf(x);
}
