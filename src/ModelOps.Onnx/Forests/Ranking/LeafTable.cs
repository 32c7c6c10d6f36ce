using System.Runtime.InteropServices;

namespace ModelOps.Onnx.Forests.Ranking;

/// <summary>What each leaf of a tree gives to a target.</summary>
/// <param name="Target">The target.</param>
/// <param name="First">Index of the value of leaf 0.</param>
/// <param name="Length">Number of values, filled up.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct LeafTable(int Target, int First, int Length);
