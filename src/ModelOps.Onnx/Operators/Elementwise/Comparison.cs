using System.Numerics;
using System.Runtime.CompilerServices;

namespace ModelOps.Onnx.Operators.Elementwise;

/// <summary>Comparisons; false where either side is NaN.</summary>
internal static class Comparison
{
    internal readonly struct Equal : INumberComparison
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool Invoke<T>(T left, T right)
            where T : unmanaged, INumber<T> => left == right;
    }

    internal readonly struct Less : INumberComparison
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool Invoke<T>(T left, T right)
            where T : unmanaged, INumber<T> => left < right;
    }

    internal readonly struct LessOrEqual : INumberComparison
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool Invoke<T>(T left, T right)
            where T : unmanaged, INumber<T> => left <= right;
    }

    internal readonly struct Greater : INumberComparison
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool Invoke<T>(T left, T right)
            where T : unmanaged, INumber<T> => left > right;
    }

    internal readonly struct GreaterOrEqual : INumberComparison
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool Invoke<T>(T left, T right)
            where T : unmanaged, INumber<T> => left >= right;
    }
}
