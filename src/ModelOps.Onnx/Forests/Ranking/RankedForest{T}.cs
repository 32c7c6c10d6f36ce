namespace ModelOps.Onnx.Forests.Ranking;

/// <summary>A forest as columns of ranks, instructions and leaf values. Made by <see cref="RankCompiler"/>. Immutable.</summary>
/// <typeparam name="T">Type of sums.</typeparam>
internal sealed class RankedForest<T>
{
    public required RankColumn[] Columns { get; init; }

    public required RankInstruction[] Code { get; init; }

    public required RankedTree[] Trees { get; init; }

    public required LeafTable[] Tables { get; init; }

    /// <summary>Leaf values, each table at a multiple of the widest vector, filled up with zeros.</summary>
    public required T[] Values { get; init; }

    public required RankMemory Memory { get; init; }

    /// <summary>Whether ranks and ids of leaves fit a byte, else they take two.</summary>
    public required bool IsNarrow { get; init; }

    /// <summary>Targets that every row gets something for; the others get nothing from any row.</summary>
    public required bool[] IsScored { get; init; }
}
