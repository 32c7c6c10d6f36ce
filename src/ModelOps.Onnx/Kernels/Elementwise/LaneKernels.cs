using System.Runtime.Intrinsics;
using ModelOps.Onnx.Kernels.Lanes;

namespace ModelOps.Onnx.Kernels.Elementwise;

/// <summary>Kernels of functions of floats in every width. Widths agree to the last bit where a machine rounds the same; see <see cref="VectorMath{TLanes, TVector}"/> for how exact functions are.</summary>
internal static class LaneKernels
{
    /// <summary>A function of one float.</summary>
    public static UnaryKernel Unary<TFunction>(VectorWidth width, TFunction function)
        where TFunction : struct, ILaneUnary => width switch
        {
            VectorWidth.Bits512 => new LaneUnaryKernel<TFunction, Lanes512, Vector512<float>>(function),
            VectorWidth.Bits256 => new LaneUnaryKernel<TFunction, Lanes256, Vector256<float>>(function),
            VectorWidth.Bits128 => new LaneUnaryKernel<TFunction, Lanes128, Vector128<float>>(function),
            _ => new LaneUnaryKernel<TFunction, ScalarLanes, float>(function),
        };

    /// <summary>A function of two floats.</summary>
    public static BinaryKernel Binary<TFunction>(VectorWidth width, TFunction function)
        where TFunction : struct, ILaneBinary => width switch
        {
            VectorWidth.Bits512 => new LaneBinaryKernel<TFunction, Lanes512, Vector512<float>>(function),
            VectorWidth.Bits256 => new LaneBinaryKernel<TFunction, Lanes256, Vector256<float>>(function),
            VectorWidth.Bits128 => new LaneBinaryKernel<TFunction, Lanes128, Vector128<float>>(function),
            _ => new LaneBinaryKernel<TFunction, ScalarLanes, float>(function),
        };

    /// <summary>A reduction of floats.</summary>
    public static ReduceKernel Reduce<TReduction>(VectorWidth width)
        where TReduction : struct, ILaneReduction => width switch
        {
            VectorWidth.Bits512 => new LaneReduceKernel<TReduction, Lanes512, Vector512<float>>(),
            VectorWidth.Bits256 => new LaneReduceKernel<TReduction, Lanes256, Vector256<float>>(),
            VectorWidth.Bits128 => new LaneReduceKernel<TReduction, Lanes128, Vector128<float>>(),
            _ => new LaneReduceKernel<TReduction, ScalarLanes, float>(),
        };
}
