using System.Runtime.InteropServices;

namespace ModelOps.Onnx.Forests.Ranking;

/// <summary>How a block's memory is laid out: ids of leaves as constants, slots for what splits answer, columns of ranks.</summary>
/// <param name="Leaves">Ids that occur. Each has a unit filled with it, which serves every vector of a block.</param>
/// <param name="Slots">Answers that live at the same time. Each has one block.</param>
/// <param name="Columns">Columns; each has one block.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RankMemory(int Leaves, int Slots, int Columns)
{
    /// <summary>Bytes of a unit, the widest vector.</summary>
    public const int Unit = 64;

    /// <summary>Bytes of a block of rows: enough vectors to hide what reading an instruction costs.</summary>
    public const int Block = 256;

    private const int UnitsOfBlock = Block / Unit;

    /// <summary>Units of everything.</summary>
    public int Units => Leaves + ((Slots + Columns) * UnitsOfBlock);

    public int Slot(int slot) => Leaves + (slot * UnitsOfBlock);

    public int Column(int column) => Slot(Slots + column);
}
