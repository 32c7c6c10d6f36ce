using System.Runtime.InteropServices;

namespace ModelOps.Onnx.Operators.Reductions;

/// <summary>What <c>ArgMax</c> and <c>ArgMin</c> look for.</summary>
/// <param name="IsMax">The greatest, not the least.</param>
/// <param name="Axis">Where.</param>
/// <param name="KeepsAxis">Whether the axis stays, as a dimension of 1.</param>
/// <param name="TakesLast">Whether the last of equal numbers is meant, not the first.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ArgExtreme(bool IsMax, long Axis, bool KeepsAxis, bool TakesLast);
