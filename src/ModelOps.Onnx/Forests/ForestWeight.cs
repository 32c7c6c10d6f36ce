using System.Runtime.InteropServices;

namespace ModelOps.Onnx.Forests;

/// <summary>What a leaf gives to a target.</summary>
/// <param name="Target">Index of the target or class.</param>
/// <param name="Value">What is added (or compared, for <see cref="ForestAggregate.Min"/> and <see cref="ForestAggregate.Max"/>).</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ForestWeight(int Target, double Value);
