using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using ModelOps.Onnx.Kernels;

namespace ModelOps.Onnx.Forests.Ranking;

/// <summary>Adds the value of each row's leaf to the row's sum: one addition for each tree, in the order of the trees, so sums round as ONNX Runtime's do.</summary>
internal static class LeafAdder
{
    /// <summary>Adds the values of a tree.</summary>
    /// <typeparam name="T">Type of sums.</typeparam>
    /// <param name="width">Width to run in.</param>
    /// <param name="ids">Low byte of the id of each row's leaf.</param>
    /// <param name="high">Distance to the high bytes; 0 when there are none.</param>
    /// <param name="values">Values of the leaves, filled up to a multiple of 32.</param>
    /// <param name="sums">Sums of the rows; there is room for whole vectors behind them.</param>
    /// <param name="rows">Number of rows.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add<T>(VectorWidth width, ref byte ids, int high, ReadOnlySpan<T> values, Span<T> sums, int rows)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ref T value = ref MemoryMarshal.GetReference(values);
        ref T sum = ref MemoryMarshal.GetReference(sums);
        if (typeof(T) == typeof(float) && high == 0 && width == VectorWidth.Bits512 && Avx512F.IsSupported && values.Length <= LeafPicker512.MaxLeaves)
        {
            LeafPicker512.Add(ref ids, ref Unsafe.As<T, float>(ref value), values.Length, ref Unsafe.As<T, float>(ref sum), rows);
        }
        else if (typeof(T) == typeof(float) && high == 0 && width == VectorWidth.Bits256 && Avx2.IsSupported && values.Length <= LeafPicker256.MaxLeaves)
        {
            LeafPicker256.Add(ref ids, ref Unsafe.As<T, float>(ref value), values.Length, ref Unsafe.As<T, float>(ref sum), rows);
        }
        else if (high == 0)
        {
            for (int row = 0; row < rows; row++) { Unsafe.Add(ref sum, row) += Unsafe.Add(ref value, Unsafe.Add(ref ids, row)); }
        }
        else
        {
            for (int row = 0; row < rows; row++)
            {
                int id = Unsafe.Add(ref ids, row) | (Unsafe.Add(ref ids, row + high) << 8);
                Unsafe.Add(ref sum, row) += Unsafe.Add(ref value, id);
            }
        }
    }
}
