using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ModelOps.Onnx.Operators.Elementwise;

/// <summary>Functions of a number. Integers wrap around.</summary>
internal static class Numbers
{
    internal readonly struct Negate : INumberUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(T x)
            where T : unmanaged, INumber<T> => -x;
    }

    internal readonly struct Abs : INumberUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(T x)
            where T : unmanaged, INumber<T> => NumberTypes.IsReal<T>() ? T.Abs(x) : T.IsNegative(x) ? T.Zero - x : x;
    }

    /// <summary>-1, 0 or 1; NaN stays.</summary>
    internal readonly struct Sign : INumberUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(T x)
            where T : unmanaged, INumber<T> => x > T.Zero ? T.One : x < T.Zero ? T.Zero - T.One : T.IsNaN(x) ? x : T.Zero;
    }

    /// <summary>The number, or 0 below 0; NaN stays.</summary>
    internal readonly struct Relu : INumberUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(T x)
            where T : unmanaged, INumber<T> => x < T.Zero ? T.Zero : x;
    }

    /// <summary>Numbers near 0 are 0, those beyond come nearer.</summary>
    [StructLayout(LayoutKind.Auto)]
    internal readonly struct Shrink(float lambda, float bias) : INumberUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(T x)
            where T : unmanaged, INumber<T>
        {
            T bound = T.CreateTruncating(lambda);
            return x < -bound ? x + T.CreateTruncating(bias) : x > bound ? x - T.CreateTruncating(bias) : T.Zero;
        }
    }

    internal readonly struct IsNaN<T> : IUnaryFunction<T, bool>
        where T : unmanaged, INumber<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool Invoke(T x) => T.IsNaN(x);
    }

    [StructLayout(LayoutKind.Auto)]
    internal readonly struct IsInfinity<T>(bool negative, bool positive) : IUnaryFunction<T, bool>
        where T : unmanaged, INumber<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool Invoke(T x) => (negative && T.IsNegativeInfinity(x)) || (positive && T.IsPositiveInfinity(x));
    }
}
