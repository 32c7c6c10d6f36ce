using System.Runtime.InteropServices;

namespace ModelOps.Onnx.Forests.Ranking;

/// <summary>A tree as instructions, and the values of its leaves.</summary>
/// <param name="FirstInstruction">Index of the first instruction.</param>
/// <param name="Instructions">Number of instructions; 0 for a single leaf, whose id is 0.</param>
/// <param name="Result">Unit where the ids of the leaves end up.</param>
/// <param name="FirstTable">Index of the first table: one for each target that the tree gives to.</param>
/// <param name="Tables">Number of tables.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RankedTree(int FirstInstruction, int Instructions, int Result, int FirstTable, int Tables);
