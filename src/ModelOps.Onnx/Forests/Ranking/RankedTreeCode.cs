namespace ModelOps.Onnx.Forests.Ranking;

/// <summary>A tree before linking.</summary>
/// <param name="Steps">Its instructions.</param>
/// <param name="Leaves">Nodes of its leaves; the position is the leaf's id.</param>
/// <param name="Slots">Slots that it needs.</param>
/// <param name="Result">Where the answer is.</param>
internal sealed record RankedTreeCode(IReadOnlyList<RankTreeStep> Steps, IReadOnlyList<int> Leaves, int Slots, RankOperand Result);
