using System.Runtime.InteropServices;

namespace ModelOps.Onnx.Forests.Ranking;

/// <summary>Asks of all rows of a block whether they are above a bound.</summary>
/// <param name="Column">Index of the column.</param>
/// <param name="Rank">Position of the bound.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RankTreeTest(int Column, int Rank);
