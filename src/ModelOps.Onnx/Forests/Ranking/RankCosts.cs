using ModelOps.Onnx.Kernels;

namespace ModelOps.Onnx.Forests.Ranking;

/// <summary>When blocks pay. Measured on forests of 100 to 1000 trees; on other machines the exact numbers may be others, the order of magnitude hardly.</summary>
internal static class RankCosts
{
    /// <summary>Rows from which a block pays against 64 trees at a time. It hardly depends on trees and leaves, as both cost by the split.</summary>
    public const int RowsAgainstLanes = 48;

    /// <summary>Leaves of the largest tree beyond which it is cheaper to walk: a block asks every split of every row, a walk only those on its way.</summary>
    /// <param name="width">Width of the kernels.</param>
    /// <param name="isNarrow">Whether ranks fit a byte; else they take longer to find, and hardly two splits ask the same.</param>
    public static int MaxLeaves(VectorWidth width, bool isNarrow) => (isNarrow, width) switch
    {
        (true, VectorWidth.Bits512) => 3072,
        (true, VectorWidth.Bits256) => 2048,
        (true, _) => 1024,
        (false, VectorWidth.Bits512) => 256,
        _ => 128,
    };

    /// <summary>Rows from which a block pays against walking.</summary>
    /// <param name="leaves">Leaves of the largest tree.</param>
    /// <param name="isNarrow">Whether ranks fit a byte.</param>
    public static int RowsAgainstWalk(int leaves, bool isNarrow) => (isNarrow ? 1 : 2) * (8 + (leaves / 14));
}
