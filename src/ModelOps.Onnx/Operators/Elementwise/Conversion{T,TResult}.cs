using System.Runtime.CompilerServices;

namespace ModelOps.Onnx.Operators.Elementwise;

/// <summary>Turns an element of one type into one of another, as ONNX Runtime does on x64.</summary>
/// <remarks>Integers are cut off to the bits that fit. Floating-point numbers lose their fraction; those beyond 32 bits (64, when that is what is asked for)
/// and NaN become the least integer, of which smaller types keep the low bits. Every number but 0 is true.</remarks>
internal readonly struct Conversion<T, TResult> : IUnaryFunction<T, TResult>
    where T : unmanaged
    where TResult : unmanaged
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TResult Invoke(T x)
    {
        if (typeof(T) == typeof(TResult)) { return Unsafe.BitCast<T, TResult>(x); }
        if (typeof(TResult) == typeof(bool)) { return As(IsTrue(x)); }
        if (typeof(TResult) == typeof(BFloat16)) { return As(BFloat16.FromSingle(ToSingle(x))); }
        if (typeof(TResult) == typeof(Half)) { return As((Half)ToSingle(x)); }
        if (typeof(TResult) == typeof(float)) { return As(ToSingle(x)); }
        if (typeof(TResult) == typeof(double)) { return As(ToDouble(x)); }
        return IsReal ? FromReal(ToDouble(x)) : FromInteger(ToInteger(x));
    }

    private static bool IsReal => typeof(T) == typeof(float) || typeof(T) == typeof(double) || typeof(T) == typeof(Half) || typeof(T) == typeof(BFloat16);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsTrue(T x) => IsReal ? ToDouble(x) != 0 : ToInteger(x) != 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float ToSingle(T x)
    {
        if (typeof(T) == typeof(float)) { return Unsafe.BitCast<T, float>(x); }
        if (typeof(T) == typeof(ulong)) { return Unsafe.BitCast<T, ulong>(x); }
        return IsReal ? (float)ToDouble(x) : ToInteger(x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double ToDouble(T x)
    {
        if (typeof(T) == typeof(double)) { return Unsafe.BitCast<T, double>(x); }
        if (typeof(T) == typeof(float)) { return Unsafe.BitCast<T, float>(x); }
        if (typeof(T) == typeof(Half)) { return (double)Unsafe.BitCast<T, Half>(x); }
        if (typeof(T) == typeof(BFloat16)) { return Unsafe.BitCast<T, BFloat16>(x).ToSingle(); }
        return typeof(T) == typeof(ulong) ? Unsafe.BitCast<T, ulong>(x) : ToInteger(x);
    }

    /// <summary>The bits of an integer, its sign carried to 64.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long ToInteger(T x)
    {
        if (typeof(T) == typeof(bool)) { return Unsafe.BitCast<T, byte>(x) != 0 ? 1 : 0; }
        if (typeof(T) == typeof(sbyte)) { return Unsafe.BitCast<T, sbyte>(x); }
        if (typeof(T) == typeof(byte)) { return Unsafe.BitCast<T, byte>(x); }
        if (typeof(T) == typeof(short)) { return Unsafe.BitCast<T, short>(x); }
        if (typeof(T) == typeof(ushort)) { return Unsafe.BitCast<T, ushort>(x); }
        if (typeof(T) == typeof(int)) { return Unsafe.BitCast<T, int>(x); }
        return typeof(T) == typeof(uint) ? Unsafe.BitCast<T, uint>(x) : Unsafe.BitCast<T, long>(x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TResult FromInteger(long x)
    {
        if (typeof(TResult) == typeof(byte) || typeof(TResult) == typeof(sbyte)) { return As((byte)x); }
        if (typeof(TResult) == typeof(ushort) || typeof(TResult) == typeof(short)) { return As((ushort)x); }
        return typeof(TResult) == typeof(uint) || typeof(TResult) == typeof(int) ? As((uint)x) : As(x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TResult FromReal(double x)
    {
        if (typeof(TResult) == typeof(ulong)) { return As(RealToInteger.UInt64(x)); }
        bool isWide = typeof(TResult) == typeof(long) || typeof(TResult) == typeof(uint);
        return FromInteger(isWide ? RealToInteger.Int64(x) : RealToInteger.Int32(x));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TResult As<TSame>(TSame value)
        where TSame : unmanaged => Unsafe.BitCast<TSame, TResult>(value);
}
