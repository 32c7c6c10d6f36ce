using System.Runtime.InteropServices;

namespace ModelOps.Onnx.Quantization;

/// <summary>Range of the values of a tensor.</summary>
/// <param name="Min">Lower end.</param>
/// <param name="Max">Upper end.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ValueRange(double Min, double Max);
