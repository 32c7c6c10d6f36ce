using System.Runtime.InteropServices;

namespace ModelOps.Onnx.Forests.Ranking;

/// <summary>A selection before it is known where things lie.</summary>
/// <param name="Test">Index of the test.</param>
/// <param name="Below">Operand for rows not above the bound.</param>
/// <param name="Above">Operand for rows above it.</param>
/// <param name="Out">Slot for the answer.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RankTreeStep(int Test, RankOperand Below, RankOperand Above, int Out);
