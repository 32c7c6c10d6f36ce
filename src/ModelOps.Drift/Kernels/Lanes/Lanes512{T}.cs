using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ModelOps.Drift.Kernels.Lanes;

/// <summary>512-bit vectors.</summary>
internal readonly struct Lanes512<T> : ILanes<Vector512<T>, T>
    where T : unmanaged
{
    public static int Count => Vector512<T>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Create(T value) => Vector512.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Load(ref T from, int at) => Vector512.LoadUnsafe(ref from, (nuint)at);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> LoadWide<TFrom>(ref TFrom from, int at)
        where TFrom : unmanaged => typeof(TFrom) == typeof(T)
            ? Vector512.LoadUnsafe(ref Unsafe.As<TFrom, T>(ref from), (nuint)at)
            : Vector512.WidenLower(Vector256.LoadUnsafe(ref Unsafe.As<TFrom, float>(ref from), (nuint)at).ToVector512Unsafe()).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<T> value, ref T to, int at) => value.StoreUnsafe(ref to, (nuint)at);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Add(Vector512<T> left, Vector512<T> right) => left + right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Subtract(Vector512<T> left, Vector512<T> right) => left - right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Multiply(Vector512<T> left, Vector512<T> right) => left * right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> MultiplyAdd(Vector512<T> left, Vector512<T> right, Vector512<T> sum) => typeof(T) == typeof(float)
        ? Vector512.MultiplyAddEstimate(left.AsSingle(), right.AsSingle(), sum.AsSingle()).As<float, T>()
        : Vector512.MultiplyAddEstimate(left.AsDouble(), right.AsDouble(), sum.AsDouble()).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Max(Vector512<T> left, Vector512<T> right) => Vector512.MaxNative(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Min(Vector512<T> left, Vector512<T> right) => Vector512.MinNative(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Abs(Vector512<T> value) => Vector512.Abs(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> AddWhereAtLeast(Vector512<T> sum, Vector512<T> left, Vector512<T> right, Vector512<T> number) =>
        Vector512.ConditionalSelect(Vector512.GreaterThanOrEqual(left, right), sum + number, sum);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong AtLeast(Vector512<T> left, Vector512<T> right) => Vector512.GreaterThanOrEqual(left, right).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sum(Vector512<T> value) => Vector512.Sum(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long SumWhole(Vector512<T> value) => Vector512.Sum(Vector512.ConvertToInt64Native(value.AsDouble()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Greatest(Vector512<T> value) => Lanes256<T>.Greatest(Vector256.MaxNative(value.GetLower(), value.GetUpper()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Least(Vector512<T> value) => Lanes256<T>.Least(Vector256.MinNative(value.GetLower(), value.GetUpper()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool HasNaN(Vector512<T> value) => !Vector512.EqualsAll(value, value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Reached(T value, ref T edges)
    {
        Vector512<T> values = Vector512.Create(value);
        int reached = 0;
        for (int at = 0; at < ILanes<Vector512<T>, T>.EdgeGroup; at += Count) { reached += BitOperations.PopCount(AtLeast(values, Load(ref edges, at))); }
        return reached;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Keep(Vector512<T> values, Vector512<T> bound, Vector512<T> compared, ref T to)
    {
        Vector512<T> hits = Vector512.GreaterThanOrEqual(bound, compared);
        if (Avx512F.IsSupported)
        {
            Vector512<T> kept = typeof(T) == typeof(float)
                ? Avx512F.Compress(Vector512<float>.Zero, hits.AsSingle(), values.AsSingle()).As<float, T>()
                : Avx512F.Compress(Vector512<double>.Zero, hits.AsDouble(), values.AsDouble()).As<double, T>();
            kept.StoreUnsafe(ref to);
            return BitOperations.PopCount(hits.ExtractMostSignificantBits());
        }

        int count = 0;
        for (int i = 0; i < Count; i++)
        {
            Unsafe.Add(ref to, count) = values[i];
            count += (int)(hits.ExtractMostSignificantBits() >> i) & 1;
        }

        return count;
    }
}
