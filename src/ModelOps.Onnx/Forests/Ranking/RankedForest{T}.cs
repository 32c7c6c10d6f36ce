namespace ModelOps.Onnx.Forests.Ranking;

/// <summary>A forest as columns of ranks, tests, selections and leaf values. Made by <see cref="RankCompiler"/>. Immutable.</summary>
/// <typeparam name="T">Type of sums.</typeparam>
internal sealed class RankedForest<T>
{
    public required RankColumn[] Columns { get; init; }

    /// <summary>Tests that all trees share, then those of each tree.</summary>
    public required RankTreeTest[] Tests { get; init; }

    /// <summary>Number of tests that all trees share; none when each tree has its own.</summary>
    public required int SharedTests { get; init; }

    public required RankSelect[] Code { get; init; }

    /// <summary>Units of the bits of ids, tree after tree.</summary>
    public required ushort[] Planes { get; init; }

    public required RankedTree[] Trees { get; init; }

    public required LeafTable[] Tables { get; init; }

    /// <summary>Leaf values, each table at a multiple of the widest vector, filled up with zeros.</summary>
    public required T[] Values { get; init; }

    /// <summary>Units of a block's memory.</summary>
    public required int Units { get; init; }

    /// <summary>Leaves of the largest tree.</summary>
    public required int Leaves { get; init; }

    /// <summary>Whether ranks fit a byte, else they take two.</summary>
    public required bool IsNarrow { get; init; }

    /// <summary>Targets that every row gets something for; the others get nothing from any row.</summary>
    public required bool[] IsScored { get; init; }
}
