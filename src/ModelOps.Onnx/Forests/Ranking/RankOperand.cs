using System.Runtime.InteropServices;

namespace ModelOps.Onnx.Forests.Ranking;

/// <summary>A bit of the ids of leaves before it is known where things lie.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Index">Which of them.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RankOperand(RankOperandKind Kind, int Index)
{
    /// <summary>A bit that may be anything.</summary>
    public static RankOperand Free { get; } = new(RankOperandKind.Free, 0);

    public static RankOperand Constant(bool isSet) => new(RankOperandKind.Constant, isSet ? RankUnits.Ones : RankUnits.Zeros);
}
