using System.Runtime.Intrinsics;
using ModelOps.Onnx.Kernels.Lanes;

namespace ModelOps.Onnx.Kernels.Dense;

/// <summary>The kernels of each width, made when first asked for.</summary>
internal static class FloatKernelTable
{
    public static FloatKernels For(VectorWidth width) => width switch
    {
        VectorWidth.Bits512 => Of<Lanes512, Vector512<float>>.Kernels,
        VectorWidth.Bits256 => Of<Lanes256, Vector256<float>>.Kernels,
        VectorWidth.Bits128 => Of<Lanes128, Vector128<float>>.Kernels,
        _ => Of<ScalarLanes, float>.Kernels,
    };

    private static class Of<TLanes, TVector>
        where TLanes : struct, IFloatLanes<TVector>
        where TVector : unmanaged
    {
        public static FloatKernels Kernels { get; } = new FloatKernels<TLanes, TVector>();
    }
}
