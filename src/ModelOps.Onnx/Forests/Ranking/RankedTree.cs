using System.Runtime.InteropServices;

namespace ModelOps.Onnx.Forests.Ranking;

/// <summary>A tree as selections, and the values of its leaves.</summary>
/// <param name="FirstTest">Index of the tree's first own test; its units begin with <see cref="RankUnits.First"/>.</param>
/// <param name="Tests">Number of them.</param>
/// <param name="FirstSelect">Index of the first selection.</param>
/// <param name="Selects">Number of selections.</param>
/// <param name="FirstPlane">Index of the unit of the lowest bit of ids.</param>
/// <param name="Planes">Number of bits; 0 for a single leaf.</param>
/// <param name="FirstTable">Index of the first table: one for each target that the tree gives to.</param>
/// <param name="Tables">Number of tables.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RankedTree(
    int FirstTest, int Tests, int FirstSelect, int Selects, int FirstPlane, int Planes, int FirstTable, int Tables);
