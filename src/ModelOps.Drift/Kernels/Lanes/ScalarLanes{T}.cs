using System.Numerics;
using System.Runtime.CompilerServices;

namespace ModelOps.Drift.Kernels.Lanes;

/// <summary>One number at a time: what the vectors are checked against, and what runs where the machine has none.</summary>
internal readonly struct ScalarLanes<T> : ILanes<T, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static int Count => 1;

    public static T Create(T value) => value;

    public static T Load(ref T from, int at) => Unsafe.Add(ref from, at);

    public static T LoadWide<TFrom>(ref TFrom from, int at)
        where TFrom : unmanaged => typeof(TFrom) == typeof(T)
            ? Unsafe.Add(ref Unsafe.As<TFrom, T>(ref from), at)
            : T.CreateTruncating(Unsafe.Add(ref Unsafe.As<TFrom, float>(ref from), at));

    public static void Store(T value, ref T to, int at) => Unsafe.Add(ref to, at) = value;

    public static T Add(T left, T right) => left + right;

    public static T Subtract(T left, T right) => left - right;

    public static T Multiply(T left, T right) => left * right;

    public static T MultiplyAdd(T left, T right, T sum) => (left * right) + sum;

    public static T Max(T left, T right) => left > right ? left : right;

    public static T Min(T left, T right) => left < right ? left : right;

    public static T Abs(T value) => T.Abs(value);

    public static T AddWhereAtLeast(T sum, T left, T right, T number) => left >= right ? sum + number : sum;

    public static ulong AtLeast(T left, T right) => left >= right ? 1UL : 0;

    public static T Sum(T value) => value;

    public static long SumWhole(T value) => long.CreateTruncating(value);

    public static T Greatest(T value) => value;

    public static T Least(T value) => value;

    public static bool HasNaN(T value) => T.IsNaN(value);

    public static int Reached(T value, ref T edges)
    {
        int reached = 0;
        for (int at = 0; at < ILanes<T, T>.EdgeGroup; at++) { reached += value >= Unsafe.Add(ref edges, at) ? 1 : 0; }
        return reached;
    }

    public static int Keep(T values, T bound, T compared, ref T to)
    {
        to = values;
        return bound >= compared ? 1 : 0;
    }
}
