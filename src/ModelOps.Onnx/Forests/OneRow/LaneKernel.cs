using ModelOps.Onnx.Kernels;

namespace ModelOps.Onnx.Forests.OneRow;

/// <summary>Chooses how the leaves of 64 trees are found.</summary>
internal static class LaneKernel
{
    /// <summary>The width of lanes for kernels of a width: 512 bits need AVX-512 VBMI, else 256 do.</summary>
    public static VectorWidth WidthFor(VectorWidth width) => width == VectorWidth.Bits512 && !LaneKernel512.IsSupported ? VectorWidth.Bits256 : width;

    /// <summary>How a width wants its entries.</summary>
    public static LaneCode CodeOf(VectorWidth width) => width == VectorWidth.Bits512 ? LaneCode.Pair : LaneCode.Shuffle;

    /// <summary>Finds the leaves.</summary>
    /// <param name="width">Width to run in; not scalar.</param>
    /// <param name="areMany">Whether there are more than 32 columns.</param>
    /// <param name="entry">First entry of the group.</param>
    /// <param name="counts">Entries of each plane.</param>
    /// <param name="ranks">64 ranks.</param>
    /// <param name="leaves">Receives the number of each tree's leaf.</param>
    public static void FindLeaves(VectorWidth width, bool areMany, ref byte entry, ReadOnlySpan<int> counts, ref byte ranks, ref byte leaves)
    {
        if (width == VectorWidth.Bits512) { LaneKernel512.FindLeaves(ref entry, counts, ref ranks, ref leaves); }
        else if (width == VectorWidth.Bits256)
        {
            if (areMany) { LaneKernel256.FindLeaves<ManyLaneColumns>(ref entry, counts, ref ranks, ref leaves); }
            else { LaneKernel256.FindLeaves<FewLaneColumns>(ref entry, counts, ref ranks, ref leaves); }
        }
        else if (areMany) { LaneKernel128.FindLeaves<ManyLaneColumns>(ref entry, counts, ref ranks, ref leaves); }
        else { LaneKernel128.FindLeaves<FewLaneColumns>(ref entry, counts, ref ranks, ref leaves); }
    }
}
