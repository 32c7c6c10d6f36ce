using System.Runtime.InteropServices;

namespace ModelOps.Onnx.Forests.OneRow;

/// <summary>What a split does to eight leaves of its tree.</summary>
/// <param name="Lane">Lane of the tree.</param>
/// <param name="Column">Column of the rank.</param>
/// <param name="IsComplement">Whether to look at 255 less the rank.</param>
/// <param name="Limit">The leaves are struck when that is above this.</param>
/// <param name="Leaves">Bits of the leaves.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct LaneStrike(int Lane, byte Column, bool IsComplement, byte Limit, byte Leaves)
{
    private const int Complement = 1 << 6;

    /// <summary>Where to look.</summary>
    public byte LookOf(LaneCode code) =>
        (byte)(Column | (IsComplement ? Complement : 0) | (code == LaneCode.Shuffle ? (Column & 0x10) << 3 : 0));

    /// <summary>What to compare with.</summary>
    public byte LimitOf(LaneCode code) => (byte)(code == LaneCode.Shuffle ? Limit ^ 0x80 : Limit);
}
