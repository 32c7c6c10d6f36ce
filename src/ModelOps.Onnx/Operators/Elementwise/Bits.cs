using System.Numerics;
using System.Runtime.CompilerServices;

namespace ModelOps.Onnx.Operators.Elementwise;

/// <summary>Functions of the bits of integers. Booleans are bytes of 0 and 1.</summary>
internal static class Bits
{
    internal readonly struct And : IIntegerBinary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(T left, T right)
            where T : unmanaged, IBinaryInteger<T> => left & right;
    }

    internal readonly struct Or : IIntegerBinary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(T left, T right)
            where T : unmanaged, IBinaryInteger<T> => left | right;
    }

    internal readonly struct Xor : IIntegerBinary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(T left, T right)
            where T : unmanaged, IBinaryInteger<T> => left ^ right;
    }

    /// <summary>Shifts to the left; by all bits or more it gives 0.</summary>
    internal readonly struct ShiftLeft : IIntegerBinary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(T left, T right)
            where T : unmanaged, IBinaryInteger<T> => right >= T.CreateTruncating(Unsafe.SizeOf<T>() * 8) ? T.Zero : left << int.CreateTruncating(right);
    }

    /// <summary>Shifts to the right; by all bits or more it gives 0.</summary>
    internal readonly struct ShiftRight : IIntegerBinary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke<T>(T left, T right)
            where T : unmanaged, IBinaryInteger<T> => right >= T.CreateTruncating(Unsafe.SizeOf<T>() * 8) ? T.Zero : left >>> int.CreateTruncating(right);
    }

    internal readonly struct Not<T> : IUnaryFunction<T, T>
        where T : unmanaged, IBinaryInteger<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Invoke(T x) => ~x;
    }

    internal readonly struct LogicalNot : IUnaryFunction<bool, bool>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool Invoke(bool x) => !x;
    }
}
