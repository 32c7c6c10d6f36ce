using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using ModelOps.Onnx.Kernels;

namespace ModelOps.Onnx.Forests.Ranking;

/// <summary>Adds the value of each row's leaf to the row's sum: one addition for each tree, in the order of the trees, so sums round as ONNX Runtime's do.</summary>
internal static class LeafAdder
{
    /// <summary>Leaves whose values two registers hold.</summary>
    private const int PairLength = 32;

    /// <summary>Most leaves for which picking from registers is faster than from memory.</summary>
    private const int MaxPicked = 128;

    /// <summary>Adds the values of a tree.</summary>
    /// <typeparam name="TId">Type of ids of leaves.</typeparam>
    /// <typeparam name="T">Type of sums.</typeparam>
    /// <param name="width">Width to run in.</param>
    /// <param name="ids">Id of each row's leaf.</param>
    /// <param name="values">Values of the leaves, filled up to a multiple of 32.</param>
    /// <param name="sums">Sums of the rows; there is room for whole vectors behind them.</param>
    /// <param name="rows">Number of rows.</param>
    public static void Add<TId, T>(VectorWidth width, ref byte ids, ReadOnlySpan<T> values, Span<T> sums, int rows)
        where TId : unmanaged, IBinaryInteger<TId>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ref T value = ref MemoryMarshal.GetReference(values);
        ref T sum = ref MemoryMarshal.GetReference(sums);
        if (width == VectorWidth.Bits512 && typeof(T) == typeof(float) && Avx512F.IsSupported && values.Length <= MaxPicked)
        {
            Pick512<TId>(ref ids, ref Unsafe.As<T, float>(ref value), values.Length, ref Unsafe.As<T, float>(ref sum), rows);
        }
        else { Scalar<TId, T>(ref Unsafe.As<byte, TId>(ref ids), ref value, ref sum, rows); }
    }

    private static void Scalar<TId, T>(ref TId ids, ref T values, ref T sums, int rows)
        where TId : unmanaged, IBinaryInteger<TId>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int row = 0; row < rows; row++)
        {
            Unsafe.Add(ref sums, row) += Unsafe.Add(ref values, int.CreateTruncating(Unsafe.Add(ref ids, row)));
        }
    }

    private static void Pick512<TId>(ref byte ids, ref float values, int leaves, ref float sums, int rows)
        where TId : unmanaged, IBinaryInteger<TId>
    {
        Vector512<float> low = Vector512.LoadUnsafe(ref values);
        Vector512<float> high = Vector512.LoadUnsafe(ref values, (nuint)Vector512<float>.Count);
        for (int row = 0; row < rows; row += Vector512<float>.Count)
        {
            Vector512<int> id = Unsafe.SizeOf<TId>() == 1
                ? Avx512F.ConvertToVector512Int32(Vector128.LoadUnsafe(ref ids, (nuint)row))
                : Avx512F.ConvertToVector512Int32(Vector256.LoadUnsafe(ref Unsafe.As<byte, ushort>(ref ids), (nuint)row));
            Vector512<float> picked = Avx512F.PermuteVar16x32x2(low, id, high);
            for (int first = PairLength; first < leaves; first += PairLength)
            {
                Vector512<float> pair = Avx512F.PermuteVar16x32x2(
                    Vector512.LoadUnsafe(ref values, (nuint)first), id, Vector512.LoadUnsafe(ref values, (nuint)(first + Vector512<float>.Count)));
                picked = Vector512.ConditionalSelect(Vector512.GreaterThanOrEqual(id, Vector512.Create(first)).AsSingle(), pair, picked);
            }

            (Vector512.LoadUnsafe(ref sums, (nuint)row) + picked).StoreUnsafe(ref sums, (nuint)row);
        }
    }
}
