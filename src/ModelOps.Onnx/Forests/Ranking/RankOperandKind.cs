namespace ModelOps.Onnx.Forests.Ranking;

/// <summary>Where a bit comes from.</summary>
internal enum RankOperandKind
{
    /// <summary>It is the same for every row.</summary>
    Constant,

    /// <summary>It may be anything.</summary>
    Free,

    /// <summary>It is what a test says.</summary>
    Test,

    /// <summary>A selection left it in a slot.</summary>
    Slot,
}
