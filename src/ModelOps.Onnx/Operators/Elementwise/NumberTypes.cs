using System.Runtime.CompilerServices;

namespace ModelOps.Onnx.Operators.Elementwise;

/// <summary>What is known of a type of numbers when code for it is made.</summary>
internal static class NumberTypes
{
    /// <summary>Whether it is of floating point.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsReal<T>() => typeof(T) == typeof(float) || typeof(T) == typeof(double) || typeof(T) == typeof(Half);
}
