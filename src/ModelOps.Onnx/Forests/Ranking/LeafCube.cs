using System.Runtime.InteropServices;

namespace ModelOps.Onnx.Forests.Ranking;

/// <summary>The ids of a leaf: all that begin with the same bits.</summary>
/// <param name="First">The lowest of them.</param>
/// <param name="FreePlanes">How many of the lowest bits may be anything.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct LeafCube(int First, int FreePlanes);
