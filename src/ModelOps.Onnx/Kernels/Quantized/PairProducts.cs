using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace ModelOps.Onnx.Kernels.Quantized;

/// <summary>Products of 16-bit lanes, neighbours added into 32-bit lanes. Exact for the operands here, which have at most 9 bits on one side.</summary>
internal static class PairProducts
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Of(Vector512<short> left, Vector512<short> right) =>
        Avx512BW.IsSupported
            ? Avx512BW.MultiplyAddAdjacent(left, right)
            : Vector512.Create(Of(left.GetLower(), right.GetLower()), Of(left.GetUpper(), right.GetUpper()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Of(Vector256<short> left, Vector256<short> right) =>
        Avx2.IsSupported
            ? Avx2.MultiplyAddAdjacent(left, right)
            : Vector256.Create(Of(left.GetLower(), right.GetLower()), Of(left.GetUpper(), right.GetUpper()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Of(Vector128<short> left, Vector128<short> right)
    {
        if (Sse2.IsSupported) { return Sse2.MultiplyAddAdjacent(left, right); }
        if (AdvSimd.Arm64.IsSupported)
        {
            return AdvSimd.Arm64.AddPairwise(AdvSimd.MultiplyWideningLower(left.GetLower(), right.GetLower()), AdvSimd.MultiplyWideningUpper(left, right));
        }

        // Each lane of 32 bits holds a pair: its low word signed by two shifts, its high word by one.
        Vector128<int> low = ((left.AsInt32() << 16) >> 16) * ((right.AsInt32() << 16) >> 16);
        return low + ((left.AsInt32() >> 16) * (right.AsInt32() >> 16));
    }
}
