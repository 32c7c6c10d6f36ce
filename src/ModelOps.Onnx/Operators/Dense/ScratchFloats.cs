using ModelOps.Onnx.Execution;

namespace ModelOps.Onnx.Operators.Dense;

/// <summary>Bytes of scratch for floats.</summary>
internal static class ScratchFloats
{
    /// <summary>Bytes that floats take.</summary>
    /// <exception cref="ShapeException">They are too many.</exception>
    public static int Bytes(long floats) => floats <= Array.MaxLength / sizeof(float) - 64
        ? (int)floats * sizeof(float)
        : throw new ShapeException($"it would need {floats} floats of scratch memory");

    /// <summary>Floats rounded up to whole cache lines, so that what follows starts one.</summary>
    public static long RoundUp(long floats) => (floats + 15) / 16 * 16;
}
