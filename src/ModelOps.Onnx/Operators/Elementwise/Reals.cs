using System.Numerics;
using System.Runtime.CompilerServices;

namespace ModelOps.Onnx.Operators.Elementwise;

/// <summary>Functions of a floating-point number that mathematics names.</summary>
internal static class Reals
{
    internal readonly struct Exp : IRealUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(T x)
            where T : unmanaged, IFloatingPointIeee754<T> => T.Exp(x);
    }

    internal readonly struct Log : IRealUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(T x)
            where T : unmanaged, IFloatingPointIeee754<T> => T.Log(x);
    }

    internal readonly struct Sqrt : IRealUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(T x)
            where T : unmanaged, IFloatingPointIeee754<T> => T.Sqrt(x);
    }

    internal readonly struct Reciprocal : IRealUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(T x)
            where T : unmanaged, IFloatingPointIeee754<T> => T.One / x;
    }

    internal readonly struct Floor : IRealUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(T x)
            where T : unmanaged, IFloatingPointIeee754<T> => T.Floor(x);
    }

    internal readonly struct Ceiling : IRealUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(T x)
            where T : unmanaged, IFloatingPointIeee754<T> => T.Ceiling(x);
    }

    /// <summary>To the nearest integer, ties to even.</summary>
    internal readonly struct Round : IRealUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(T x)
            where T : unmanaged, IFloatingPointIeee754<T> => T.Round(x);
    }

    internal readonly struct Sin : IRealUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(T x)
            where T : unmanaged, IFloatingPointIeee754<T> => T.Sin(x);
    }

    internal readonly struct Cos : IRealUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(T x)
            where T : unmanaged, IFloatingPointIeee754<T> => T.Cos(x);
    }

    internal readonly struct Tan : IRealUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(T x)
            where T : unmanaged, IFloatingPointIeee754<T> => T.Tan(x);
    }

    internal readonly struct Asin : IRealUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(T x)
            where T : unmanaged, IFloatingPointIeee754<T> => T.Asin(x);
    }

    internal readonly struct Acos : IRealUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(T x)
            where T : unmanaged, IFloatingPointIeee754<T> => T.Acos(x);
    }

    internal readonly struct Atan : IRealUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(T x)
            where T : unmanaged, IFloatingPointIeee754<T> => T.Atan(x);
    }

    internal readonly struct Sinh : IRealUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(T x)
            where T : unmanaged, IFloatingPointIeee754<T> => T.Sinh(x);
    }

    internal readonly struct Cosh : IRealUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(T x)
            where T : unmanaged, IFloatingPointIeee754<T> => T.Cosh(x);
    }

    internal readonly struct Tanh : IRealUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(T x)
            where T : unmanaged, IFloatingPointIeee754<T> => T.Tanh(x);
    }

    internal readonly struct Asinh : IRealUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(T x)
            where T : unmanaged, IFloatingPointIeee754<T> => T.Asinh(x);
    }

    internal readonly struct Acosh : IRealUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(T x)
            where T : unmanaged, IFloatingPointIeee754<T> => T.Acosh(x);
    }

    internal readonly struct Atanh : IRealUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(T x)
            where T : unmanaged, IFloatingPointIeee754<T> => T.Atanh(x);
    }
}
