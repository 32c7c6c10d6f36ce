using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ModelOps.Onnx.Kernels.Quantized;

/// <summary>Sums of 16-bit activations, which the zero points of weights are multiplied with.</summary>
internal static class RowSums
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Of(VectorWidth width, ReadOnlySpan<short> values)
    {
        int sum = 0;
        int i = 0;
        ref short start = ref MemoryMarshal.GetReference(values);
        if (width >= VectorWidth.Bits256)
        {
            Vector256<int> sums = Vector256<int>.Zero;
            for (; i <= values.Length - 16; i += 16) { sums += PairProducts.Of(Vector256.LoadUnsafe(ref start, (nuint)i), Vector256<short>.One); }
            sum = Vector256.Sum(sums);
        }
        else if (width == VectorWidth.Bits128)
        {
            Vector128<int> sums = Vector128<int>.Zero;
            for (; i <= values.Length - 8; i += 8) { sums += PairProducts.Of(Vector128.LoadUnsafe(ref start, (nuint)i), Vector128<short>.One); }
            sum = Vector128.Sum(sums);
        }

        for (; i < values.Length; i++) { sum += values[i]; }
        return sum;
    }
}
