using ModelOps.Onnx.Kernels;

namespace ModelOps.Onnx.Forests.Ranking;

/// <summary>When blocks pay. Measured on forests of 100 to 1000 trees; on other machines the exact numbers may be others, the order of magnitude hardly.</summary>
internal static class RankCosts
{
    /// <summary>Rows from which a block pays against 64 trees at a time. It hardly depends on trees and leaves, as both cost by the split.</summary>
    public const int RowsAgainstLanes = 48;

    /// <summary>Leaves of the largest tree beyond which it is cheaper to walk: a block asks every split of every row, a walk only those on its way.</summary>
    public static int MaxLeaves(VectorWidth width) => width switch
    {
        VectorWidth.Bits512 => 3072,
        VectorWidth.Bits256 => 2048,
        _ => 1024,
    };

    /// <summary>Rows from which a block pays against walking.</summary>
    /// <param name="leaves">Leaves of the largest tree.</param>
    public static int RowsAgainstWalk(int leaves) => 8 + (leaves / 14);
}
