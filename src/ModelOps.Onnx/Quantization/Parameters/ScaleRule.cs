namespace ModelOps.Onnx.Quantization.Parameters;

/// <summary>The affine map <c>real = scale * (q - zero)</c> of ONNX, fitted to a range. Source: ONNX, <c>QuantizeLinear</c>; the fit is that of ONNX Runtime's quantizer.</summary>
internal static class ScaleRule
{
    private const double SmallestNormal = 1.17549435082228750797e-38; // below it, dividing by the scale overflows

    /// <summary>Scale and zero point of a range, which is widened to hold 0.</summary>
    public static (float Scale, int Zero) Fit(double min, double max, QuantizedRange range, bool isSymmetric)
    {
        min = Math.Min(min, 0);
        max = Math.Max(max, 0);
        if (isSymmetric)
        {
            max = Math.Max(-min, max);
            min = -max;
        }

        double scale = (max - min) / (range.Max - range.Min);
        if (scale < SmallestNormal) { return (1f, 0); }
        double zero = isSymmetric ? (range.Min + range.Max) / 2.0 : range.Min - (min / scale);
        return ((float)scale, (int)Math.Round(zero, MidpointRounding.ToEven));
    }

    /// <summary>The integer nearest to a value, ties to even, as <c>QuantizeLinear</c> computes it.</summary>
    public static int Quantize(float value, float scale, int zero, QuantizedRange range)
    {
        float rounded = MathF.Round(value / scale, MidpointRounding.ToEven) + zero;
        return (int)Math.Clamp(rounded, range.Min, range.Max);
    }
}
