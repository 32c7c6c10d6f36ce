using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ModelOps.Drift.Kernels.Lanes;

/// <summary>128-bit vectors.</summary>
internal readonly struct Lanes128<T> : ILanes<Vector128<T>, T>
    where T : unmanaged
{
    public static int Count => Vector128<T>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Create(T value) => Vector128.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Load(ref T from, int at) => Vector128.LoadUnsafe(ref from, (nuint)at);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> LoadWide<TFrom>(ref TFrom from, int at)
        where TFrom : unmanaged => typeof(TFrom) == typeof(T)
            ? Vector128.LoadUnsafe(ref Unsafe.As<TFrom, T>(ref from), (nuint)at)
            : Vector128.WidenLower(Vector64.LoadUnsafe(ref Unsafe.As<TFrom, float>(ref from), (nuint)at).ToVector128Unsafe()).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector128<T> value, ref T to, int at) => value.StoreUnsafe(ref to, (nuint)at);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Add(Vector128<T> left, Vector128<T> right) => left + right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Subtract(Vector128<T> left, Vector128<T> right) => left - right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Multiply(Vector128<T> left, Vector128<T> right) => left * right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> MultiplyAdd(Vector128<T> left, Vector128<T> right, Vector128<T> sum) => typeof(T) == typeof(float)
        ? Vector128.MultiplyAddEstimate(left.AsSingle(), right.AsSingle(), sum.AsSingle()).As<float, T>()
        : Vector128.MultiplyAddEstimate(left.AsDouble(), right.AsDouble(), sum.AsDouble()).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Max(Vector128<T> left, Vector128<T> right) => Vector128.MaxNative(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Min(Vector128<T> left, Vector128<T> right) => Vector128.MinNative(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Abs(Vector128<T> value) => Vector128.Abs(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> AddWhereAtLeast(Vector128<T> sum, Vector128<T> left, Vector128<T> right, Vector128<T> number) =>
        sum + (Vector128.GreaterThanOrEqual(left, right) & number);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong AtLeast(Vector128<T> left, Vector128<T> right) => Vector128.GreaterThanOrEqual(left, right).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sum(Vector128<T> value) => Vector128.Sum(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long SumWhole(Vector128<T> value) => Vector128.Sum(Vector128.ConvertToInt64Native(value.AsDouble()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Greatest(Vector128<T> value)
    {
        value = Vector128.MaxNative(value, Vector128.Shuffle(value.AsInt64(), Vector128.Create(1L, 0)).As<long, T>());
        return typeof(T) == typeof(double) ? value.ToScalar() : Vector128.MaxNative(value, Vector128.Shuffle(value.AsInt32(), Vector128.Create(1, 0, 3, 2)).As<int, T>()).ToScalar();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Least(Vector128<T> value)
    {
        value = Vector128.MinNative(value, Vector128.Shuffle(value.AsInt64(), Vector128.Create(1L, 0)).As<long, T>());
        return typeof(T) == typeof(double) ? value.ToScalar() : Vector128.MinNative(value, Vector128.Shuffle(value.AsInt32(), Vector128.Create(1, 0, 3, 2)).As<int, T>()).ToScalar();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool HasNaN(Vector128<T> value) => !Vector128.EqualsAll(value, value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Reached(T value, ref T edges)
    {
        Vector128<T> values = Vector128.Create(value);
        int reached = 0;
        for (int at = 0; at < ILanes<Vector128<T>, T>.EdgeGroup; at += Count) { reached += BitOperations.PopCount(AtLeast(values, Load(ref edges, at))); }
        return reached;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Keep(Vector128<T> values, Vector128<T> bound, Vector128<T> compared, ref T to)
    {
        ulong hits = AtLeast(bound, compared);
        int count = BitOperations.PopCount(hits);
        for (int i = 0; hits != 0; hits &= hits - 1) { Unsafe.Add(ref to, i++) = Unsafe.Add(ref Unsafe.As<Vector128<T>, T>(ref values), BitOperations.TrailingZeroCount(hits)); }
        return count;
    }
}
