using ModelOps.Onnx.Kernels;

namespace ModelOps.Onnx.Forests.Ranking;

/// <summary>Memory of one call at a time.</summary>
/// <typeparam name="T">Type of sums.</typeparam>
internal sealed class RankScratch<T>
    where T : unmanaged
{
    /// <summary>Most rows of a block: as many as the widest unit has bits.</summary>
    public const int MaxRows = 8 * MaxUnit;

    /// <summary>Bytes of the widest unit.</summary>
    public const int MaxUnit = 64;

    /// <summary>Allocates memory.</summary>
    /// <param name="forest">The forest.</param>
    /// <param name="unit">Bytes of a unit.</param>
    /// <param name="targets">Targets of a row.</param>
    public RankScratch(RankedForest<T> forest, int unit, int targets)
    {
        Units = new LineAligned<byte>(forest.Units * unit);
        Ranks = new LineAligned<byte>(forest.Columns.Length * 8 * unit * (forest.IsNarrow ? sizeof(byte) : sizeof(ushort)));
        Ids = new LineAligned<byte>(2 * MaxRows);
        Sums = new LineAligned<T>(targets * 8 * unit);
        RowSums = new T[targets];
    }

    /// <summary>Units of bits.</summary>
    public LineAligned<byte> Units { get; }

    /// <summary>Ranks of a block's rows: those of a column together.</summary>
    public LineAligned<byte> Ranks { get; }

    /// <summary>Ids of leaves: their low bytes, then their high bytes.</summary>
    public LineAligned<byte> Ids { get; }

    /// <summary>Sums of a block: those of a target together.</summary>
    public LineAligned<T> Sums { get; }

    /// <summary>Sums of a row.</summary>
    public T[] RowSums { get; }
}
