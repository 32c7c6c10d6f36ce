using System.Runtime.InteropServices;

namespace ModelOps.Onnx.Forests.OneRow;

/// <summary>What a split does to eight leaves of its tree.</summary>
/// <param name="Lane">Lane of the tree.</param>
/// <param name="Look">Where the rank is; complements lie in the second half.</param>
/// <param name="Rank">The bound's rank: the leaves are struck when the row's is above it.</param>
/// <param name="Leaves">Bits of the leaves.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct LaneStrike(int Lane, byte Look, byte Rank, byte Leaves);
