using System.Runtime.InteropServices;

namespace ModelOps.Onnx.Forests.Ranking;

/// <summary>One bit of the ids of leaves, for all rows of a block, at one split: <c>Out = Test ? Above : Below</c>. All four are <see cref="RankUnits"/>.</summary>
/// <param name="Test">Bits of the rows whose rank is above the split's.</param>
/// <param name="Below">Bits for rows that are not above.</param>
/// <param name="Above">Bits for rows that are.</param>
/// <param name="Out">Where the answer goes; may be where an operand is.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct RankSelect(ushort Test, ushort Below, ushort Above, ushort Out);
