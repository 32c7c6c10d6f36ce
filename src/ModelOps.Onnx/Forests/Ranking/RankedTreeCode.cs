namespace ModelOps.Onnx.Forests.Ranking;

/// <summary>A tree before linking.</summary>
/// <param name="Steps">Its selections.</param>
/// <param name="Ids">Node of the leaf of each id, which several may share; -1 for an id that does not occur.</param>
/// <param name="Leaves">Nodes of the leaves.</param>
/// <param name="Slots">Slots that it needs.</param>
/// <param name="Planes">The bits of a row's id, the lowest first.</param>
/// <param name="Tests">The tree's own tests; none when all trees share theirs.</param>
internal sealed record RankedTreeCode(
    RankTreeStep[] Steps, int[] Ids, int[] Leaves, int Slots, RankOperand[] Planes, RankTreeTest[] Tests);
