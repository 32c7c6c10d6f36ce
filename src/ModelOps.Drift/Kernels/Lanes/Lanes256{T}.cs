using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ModelOps.Drift.Kernels.Lanes;

/// <summary>256-bit vectors.</summary>
internal readonly struct Lanes256<T> : ILanes<Vector256<T>, T>
    where T : unmanaged
{
    public static int Count => Vector256<T>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Create(T value) => Vector256.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Load(ref T from, int at) => Vector256.LoadUnsafe(ref from, (nuint)at);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> LoadWide<TFrom>(ref TFrom from, int at)
        where TFrom : unmanaged => typeof(TFrom) == typeof(T)
            ? Vector256.LoadUnsafe(ref Unsafe.As<TFrom, T>(ref from), (nuint)at)
            : Vector256.WidenLower(Vector128.LoadUnsafe(ref Unsafe.As<TFrom, float>(ref from), (nuint)at).ToVector256Unsafe()).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<T> value, ref T to, int at) => value.StoreUnsafe(ref to, (nuint)at);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Add(Vector256<T> left, Vector256<T> right) => left + right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Subtract(Vector256<T> left, Vector256<T> right) => left - right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Multiply(Vector256<T> left, Vector256<T> right) => left * right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> MultiplyAdd(Vector256<T> left, Vector256<T> right, Vector256<T> sum) => typeof(T) == typeof(float)
        ? Vector256.MultiplyAddEstimate(left.AsSingle(), right.AsSingle(), sum.AsSingle()).As<float, T>()
        : Vector256.MultiplyAddEstimate(left.AsDouble(), right.AsDouble(), sum.AsDouble()).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Max(Vector256<T> left, Vector256<T> right) => Vector256.MaxNative(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Min(Vector256<T> left, Vector256<T> right) => Vector256.MinNative(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Abs(Vector256<T> value) => Vector256.Abs(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> AddWhereAtLeast(Vector256<T> sum, Vector256<T> left, Vector256<T> right, Vector256<T> number) =>
        sum + (Vector256.GreaterThanOrEqual(left, right) & number);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong AtLeast(Vector256<T> left, Vector256<T> right) => Vector256.GreaterThanOrEqual(left, right).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sum(Vector256<T> value) => Vector256.Sum(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long SumWhole(Vector256<T> value) => Vector256.Sum(Vector256.ConvertToInt64Native(value.AsDouble()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Greatest(Vector256<T> value) => Lanes128<T>.Greatest(Vector128.MaxNative(value.GetLower(), value.GetUpper()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Least(Vector256<T> value) => Lanes128<T>.Least(Vector128.MinNative(value.GetLower(), value.GetUpper()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool HasNaN(Vector256<T> value) => !Vector256.EqualsAll(value, value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Reached(T value, ref T edges)
    {
        Vector256<T> values = Vector256.Create(value);
        int reached = 0;
        for (int at = 0; at < ILanes<Vector256<T>, T>.EdgeGroup; at += Count) { reached += BitOperations.PopCount(AtLeast(values, Load(ref edges, at))); }
        return reached;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Keep(Vector256<T> values, Vector256<T> bound, Vector256<T> compared, ref T to)
    {
        ulong hits = AtLeast(bound, compared);
        int count = BitOperations.PopCount(hits);
        for (int i = 0; hits != 0; hits &= hits - 1) { Unsafe.Add(ref to, i++) = Unsafe.Add(ref Unsafe.As<Vector256<T>, T>(ref values), BitOperations.TrailingZeroCount(hits)); }
        return count;
    }
}
