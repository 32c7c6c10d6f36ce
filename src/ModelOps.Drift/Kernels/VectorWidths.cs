using System.Runtime.Intrinsics;

namespace ModelOps.Drift.Kernels;

/// <summary>What this machine has.</summary>
internal static class VectorWidths
{
    /// <summary>The widest that the machine runs in hardware.</summary>
    public static VectorWidth Best { get; } =
        Vector512.IsHardwareAccelerated ? VectorWidth.Bits512
        : Vector256.IsHardwareAccelerated ? VectorWidth.Bits256
        : Vector128.IsHardwareAccelerated ? VectorWidth.Bits128
        : VectorWidth.Scalar;
}
