namespace ModelOps.Onnx.Forests.OneRow;

/// <summary>How an entry says which rank to look at and what to compare it with.</summary>
internal enum LaneCode
{
    /// <summary>For a lookup of 128 bytes at once: the column, and bit 6 for the complements that follow the ranks. The limit as it is.</summary>
    Pair,

    /// <summary>For shuffles of 16 bytes: the column in bits 0 to 5, its bit 4 again in bit 7, which silences a shuffle, and bit 6 to turn the rank round.
    /// The limit with its sign turned, as there is only a signed comparison.</summary>
    Shuffle,
}
