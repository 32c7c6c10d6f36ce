using ModelOps.Onnx.Kernels;

namespace ModelOps.Onnx.Forests.OneRow;

/// <summary>A forest with 64 trees side by side in the byte lanes of a vector. Made by <see cref="LaneCompiler"/>. Immutable.</summary>
/// <typeparam name="T">Type of sums.</typeparam>
internal sealed class LaneForest<T>
{
    /// <summary>Trees of a group.</summary>
    public const int Lanes = 64;

    /// <summary>Bytes of an entry: for each lane which rank to look at, the bound, and the leaves that are out when the rank is above it.</summary>
    public const int EntryLength = 3 * Lanes;

    /// <summary>Leaves whose bits share a byte.</summary>
    public const int LeavesOfPlane = 8;

    /// <summary>Entries of all groups: by group, then by plane.</summary>
    public required LineAligned<byte> Entries { get; init; }

    /// <summary>Number of entries of each plane, <see cref="Planes"/> of them for each group.</summary>
    public required int[] EntriesOfPlane { get; init; }

    /// <summary>Planes of a group: as many as the largest tree needs.</summary>
    public required int Planes { get; init; }

    /// <summary>Leaf values of all trees, <see cref="ValuesOfLeaf"/> of them for each leaf.</summary>
    public required T[] Values { get; init; }

    /// <summary>Index of the value of each tree's leaf 0.</summary>
    public required int[] FirstValues { get; init; }

    /// <summary>1 where each tree gives to one target, else the number of targets.</summary>
    public required int ValuesOfLeaf { get; init; }

    /// <summary>The target that each tree gives to; unused where leaves give to all.</summary>
    public required int[] Targets { get; init; }

    /// <summary>Targets that every row gets something for; the others get nothing from any row.</summary>
    public required bool[] IsScored { get; init; }
}
