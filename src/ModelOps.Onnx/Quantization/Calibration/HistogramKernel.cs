using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using ModelOps.Onnx.Kernels;

namespace ModelOps.Onnx.Quantization.Calibration;

/// <summary>Counts values into bins: that of a value from 0 on is <c>t = truncate(|value| * factor)</c> above the middle, that of one below 0 is <c>t + 1</c> under it.
/// Every width counts the same.</summary>
internal static class HistogramKernel
{
    private const int Block = 64;

    /// <summary>Counts values.</summary>
    /// <param name="values">Values; all must fall into a bin.</param>
    /// <param name="factor">One over the width of a bin; a power of two, so that the product is exact.</param>
    /// <param name="counts">The bins; the value 0 falls into the one in the middle.</param>
    public static void Run(ReadOnlySpan<float> values, float factor, Span<long> counts) => Run(VectorWidths.Best, values, factor, counts);

    /// <summary>Runs in a width that need not be the best here.</summary>
    public static void Run(VectorWidth width, ReadOnlySpan<float> values, float factor, Span<long> counts)
    {
        int middle = counts.Length / 2;
        Span<int> bins = stackalloc int[Block];
        while (values.Length >= Block && width != VectorWidth.Scalar)
        {
            Bins(width, values, factor, bins);
            foreach (int bin in bins) { counts[bin + middle]++; }
            values = values[Block..];
        }

        foreach (float value in values)
        {
            int bin = (int)(MathF.Abs(value) * factor);
            counts[(value < 0 ? ~bin : bin) + middle]++;
        }
    }

    /// <summary>Bins of one block of values; all bits of a bin below 0 are turned.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Bins(VectorWidth width, ReadOnlySpan<float> values, float factor, Span<int> bins)
    {
        ref float start = ref MemoryMarshal.GetReference(values);
        ref int to = ref MemoryMarshal.GetReference(bins);
        switch (width)
        {
            case VectorWidth.Bits512:
                for (nuint i = 0; i < Block; i += (nuint)Vector512<float>.Count)
                {
                    Vector512<float> value = Vector512.LoadUnsafe(ref start, i);
                    (Vector512.ConvertToInt32(Vector512.Abs(value) * factor) ^ Vector512.LessThan(value, Vector512<float>.Zero).AsInt32()).StoreUnsafe(ref to, i);
                }

                break;
            case VectorWidth.Bits256:
                for (nuint i = 0; i < Block; i += (nuint)Vector256<float>.Count)
                {
                    Vector256<float> value = Vector256.LoadUnsafe(ref start, i);
                    (Vector256.ConvertToInt32(Vector256.Abs(value) * factor) ^ Vector256.LessThan(value, Vector256<float>.Zero).AsInt32()).StoreUnsafe(ref to, i);
                }

                break;
            default:
                for (nuint i = 0; i < Block; i += (nuint)Vector128<float>.Count)
                {
                    Vector128<float> value = Vector128.LoadUnsafe(ref start, i);
                    (Vector128.ConvertToInt32(Vector128.Abs(value) * factor) ^ Vector128.LessThan(value, Vector128<float>.Zero).AsInt32()).StoreUnsafe(ref to, i);
                }

                break;
        }
    }
}
