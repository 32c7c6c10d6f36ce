using System.Numerics;
using System.Runtime.CompilerServices;
using ModelOps.Onnx.Operators.Elementwise;

namespace ModelOps.Onnx.Operators.Reductions;

/// <summary>Functions of real numbers for numbers of any type: integers are taken as doubles, and cut off again.</summary>
internal static class RealMath
{
    /// <summary>Square root.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sqrt<T>(T x)
        where T : unmanaged, INumber<T> =>
        typeof(T) == typeof(float) ? Unsafe.BitCast<float, T>(MathF.Sqrt(Unsafe.BitCast<T, float>(x))) : FromDouble<T>(Math.Sqrt(double.CreateTruncating(x)));

    /// <summary>Natural logarithm.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Log<T>(T x)
        where T : unmanaged, INumber<T> =>
        typeof(T) == typeof(float) ? Unsafe.BitCast<float, T>(MathF.Log(Unsafe.BitCast<T, float>(x))) : FromDouble<T>(Math.Log(double.CreateTruncating(x)));

    /// <summary>e to the power of a number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Exp<T>(T x)
        where T : unmanaged, INumber<T> =>
        typeof(T) == typeof(float) ? Unsafe.BitCast<float, T>(MathF.Exp(Unsafe.BitCast<T, float>(x))) : FromDouble<T>(Math.Exp(double.CreateTruncating(x)));

    /// <summary>A sum divided by a count; an integer divided by 0 is 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Divide<T>(T sum, int count)
        where T : unmanaged, INumber<T> =>
        count == 0 && !NumberTypes.IsReal<T>() ? T.Zero : sum / T.CreateTruncating(count);

    /// <summary>No number is above it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Highest<T>()
        where T : unmanaged, INumber<T>, IMinMaxValue<T> => NumberTypes.IsReal<T>() ? T.One / T.Zero : T.MaxValue;

    /// <summary>No number is below it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Lowest<T>()
        where T : unmanaged, INumber<T>, IMinMaxValue<T> => NumberTypes.IsReal<T>() ? -(T.One / T.Zero) : T.MinValue;

    private static T FromDouble<T>(double x)
        where T : unmanaged => default(Conversion<double, T>).Invoke(x);
}
