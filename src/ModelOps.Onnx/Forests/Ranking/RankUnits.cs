namespace ModelOps.Onnx.Forests.Ranking;

/// <summary>Numbers of the units of a block's memory. A unit holds a bit of each row: one bit of the ids of their leaves, or what a test said of them.</summary>
internal static class RankUnits
{
    /// <summary>The unit without any bit.</summary>
    public const int Zeros = 0;

    /// <summary>The unit with every bit.</summary>
    public const int Ones = 1;

    /// <summary>The first that is no constant: tests, then what selections answer.</summary>
    public const int First = 2;

    /// <summary>Units that a number can name.</summary>
    public const int Most = 1 << 16;
}
