using System.Runtime.InteropServices;

namespace ModelOps.Onnx.Forests.Ranking;

/// <summary>An instruction before it is known where things lie.</summary>
/// <param name="Column">Index of the column.</param>
/// <param name="Rank">Position of the bound.</param>
/// <param name="Below">Operand for rows not above the bound.</param>
/// <param name="Above">Operand for rows above it.</param>
/// <param name="Out">Slot for the answer.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RankTreeStep(int Column, int Rank, RankOperand Below, RankOperand Above, int Out);
