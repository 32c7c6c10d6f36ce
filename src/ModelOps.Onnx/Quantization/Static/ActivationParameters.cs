using System.Runtime.InteropServices;
using ModelOps.Onnx.Quantization.Parameters;

namespace ModelOps.Onnx.Quantization.Static;

/// <summary>Scale and zero point of an activation.</summary>
/// <param name="Scale">Scale.</param>
/// <param name="Zero">Zero point.</param>
/// <param name="Range">Integers used.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ActivationParameters(float Scale, int Zero, QuantizedRange Range)
{
    /// <summary>Least value that can be told.</summary>
    public double Least => Scale * (double)(Range.Min - Zero);

    /// <summary>Largest value that can be told.</summary>
    public double Most => Scale * (double)(Range.Max - Zero);
}
