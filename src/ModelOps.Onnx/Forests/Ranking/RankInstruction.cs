using System.Runtime.InteropServices;

namespace ModelOps.Onnx.Forests.Ranking;

/// <summary>One split for all rows of a block: <c>Out = ranks[Column] &gt; Rank ? Above : Below</c>, on ids of leaves.</summary>
/// <param name="Column">Where the ranks are. This and the next three count units of <see cref="RankMemory.Unit"/> bytes of a block's memory.</param>
/// <param name="Below">Ids for rows that are not above.</param>
/// <param name="Above">Ids for rows that are.</param>
/// <param name="Out">Where the answer goes; may be where an operand is.</param>
/// <param name="Rank">The bound's rank, less what makes it signed.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct RankInstruction(ushort Column, ushort Below, ushort Above, ushort Out, short Rank);
