using System.Runtime.InteropServices;

namespace ModelOps.Onnx.Forests.Ranking;

/// <summary>What a split compares once features are ranks.</summary>
/// <param name="Column">Index of the column.</param>
/// <param name="Rank">The test holds when the rank is above this.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RankSplit(int Column, int Rank);
