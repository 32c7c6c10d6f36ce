namespace ModelOps.Onnx.Quantization.Parameters;

/// <summary>Quantizes constants.</summary>
internal static class WeightMath
{
    /// <summary>Scale and zero point of each channel.</summary>
    /// <param name="values">Values, row-major.</param>
    /// <param name="layout">Where the channels lie.</param>
    /// <param name="range">Integers allowed.</param>
    /// <param name="isSymmetric">Whether 0 lies in the middle.</param>
    /// <param name="scales">Receives a scale for each channel.</param>
    /// <param name="zeros">Receives a zero point for each channel.</param>
    public static void Fit(ReadOnlySpan<float> values, ChannelLayout layout, QuantizedRange range, bool isSymmetric, Span<float> scales, Span<int> zeros)
    {
        for (int channel = 0; channel < layout.Channels; channel++)
        {
            float min = 0, max = 0;
            for (int outer = 0; outer < layout.Outer; outer++)
            {
                foreach (float value in values.Slice(((outer * layout.Channels) + channel) * layout.Inner, layout.Inner))
                {
                    min = Math.Min(min, value);
                    max = Math.Max(max, value);
                }
            }

            (scales[channel], zeros[channel]) = ScaleRule.Fit(min, max, range, isSymmetric);
        }
    }

    /// <summary>Quantizes values to 8 bits, as bytes of either sign.</summary>
    public static byte[] Quantize(ReadOnlySpan<float> values, ChannelLayout layout, QuantizedRange range, ReadOnlySpan<float> scales, ReadOnlySpan<int> zeros)
    {
        byte[] quantized = new byte[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            int channel = i / layout.Inner % layout.Channels;
            quantized[i] = unchecked((byte)ScaleRule.Quantize(values[i], scales[channel], zeros[channel], range));
        }

        return quantized;
    }

    /// <summary>Quantizes a bias to 32 bits with zero point 0.</summary>
    public static int[] QuantizeBias(ReadOnlySpan<float> bias, float input, ReadOnlySpan<float> weights)
    {
        int[] quantized = new int[bias.Length];
        for (int i = 0; i < bias.Length; i++)
        {
            double scale = (double)(input * weights[weights.Length == 1 ? 0 : i]);
            quantized[i] = (int)Math.Clamp(Math.Round(bias[i] / scale, MidpointRounding.ToEven), int.MinValue, int.MaxValue);
        }

        return quantized;
    }

    /// <summary>Widens scales of weights so that a bias fits into 32 bits: weights that are tiny beside their bias lose precision that would not be seen anyway.</summary>
    public static void MakeRoomForBias(ReadOnlySpan<float> bias, float input, Span<float> weights)
    {
        const double Most = 1 << 30;
        for (int i = 0; i < bias.Length; i++)
        {
            ref float scale = ref weights[weights.Length == 1 ? 0 : i];
            double least = Math.Abs(bias[i]) / (input * Most);
            if (scale < least) { scale = (float)least; }
        }
    }
}
