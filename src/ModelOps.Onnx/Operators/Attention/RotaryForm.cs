using System.Runtime.InteropServices;

namespace ModelOps.Onnx.Operators.Attention;

/// <summary>How places are turned.</summary>
/// <param name="Heads">Heads side by side in a row; 0 where shapes tell.</param>
/// <param name="Turned">Elements of a head that are turned, the first; 0 for all.</param>
/// <param name="IsInterleaved">Whether the two elements of a pair are neighbours; else they are half of the turned elements apart.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RotaryForm(int Heads, int Turned, bool IsInterleaved);
