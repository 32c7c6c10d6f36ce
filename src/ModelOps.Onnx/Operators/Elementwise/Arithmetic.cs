using System.Numerics;
using System.Runtime.CompilerServices;

namespace ModelOps.Onnx.Operators.Elementwise;

/// <summary>Functions of two numbers. Integers wrap around; an integer divided by 0 is 0, which ends ONNX Runtime's process.</summary>
internal static class Arithmetic
{
    internal readonly struct Add : INumberBinary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(T left, T right)
            where T : unmanaged, INumber<T>, IMinMaxValue<T> => left + right;
    }

    internal readonly struct Subtract : INumberBinary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(T left, T right)
            where T : unmanaged, INumber<T>, IMinMaxValue<T> => left - right;
    }

    internal readonly struct Multiply : INumberBinary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(T left, T right)
            where T : unmanaged, INumber<T>, IMinMaxValue<T> => left * right;
    }

    internal readonly struct Divide : INumberBinary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(T left, T right)
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            if (NumberTypes.IsReal<T>()) { return left / right; }
            if (right == T.Zero) { return T.Zero; }

            // The least integer divided by -1 overflows, and wraps around to itself.
            return T.IsNegative(right) && right + T.One == T.Zero ? T.Zero - left : left / right;
        }
    }

    /// <summary>The remainder with the sign of the divisor.</summary>
    internal readonly struct Modulo : INumberBinary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(T left, T right)
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            T rest = default(Remainder).Invoke(left, right);
            return rest != T.Zero && (T.IsNegative(rest) != T.IsNegative(right)) ? rest + right : rest;
        }
    }

    /// <summary>The remainder with the sign of the dividend.</summary>
    internal readonly struct Remainder : INumberBinary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(T left, T right)
            where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            if (NumberTypes.IsReal<T>()) { return left % right; }
            if (right == T.Zero) { return T.Zero; }
            return T.IsNegative(right) && right + T.One == T.Zero ? T.Zero : left % right;
        }
    }

    /// <summary>The lesser; NaN where either is.</summary>
    internal readonly struct Min : INumberBinary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(T left, T right)
            where T : unmanaged, INumber<T>, IMinMaxValue<T> => left < right || T.IsNaN(left) ? left : right;
    }

    /// <summary>The greater; NaN where either is.</summary>
    internal readonly struct Max : INumberBinary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(T left, T right)
            where T : unmanaged, INumber<T>, IMinMaxValue<T> => left > right || T.IsNaN(left) ? left : right;
    }

    /// <summary>Operator <c>PRelu</c>: the second operand is the slope below 0.</summary>
    internal readonly struct SlopeBelowZero : INumberBinary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(T left, T right)
            where T : unmanaged, INumber<T>, IMinMaxValue<T> => left >= T.Zero ? left : left * right;
    }
}
