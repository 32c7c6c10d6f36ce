namespace ModelOps.Onnx.Forests.Ranking;

/// <summary>What an instruction reads: the id of a leaf, or what another instruction left in a slot.</summary>
/// <param name="IsSlot">Which of them.</param>
/// <param name="Index">Id or slot.</param>
internal readonly record struct RankOperand(bool IsSlot, int Index);
