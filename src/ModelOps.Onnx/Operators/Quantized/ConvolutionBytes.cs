using ModelOps.Onnx.Kernels.Quantized;

namespace ModelOps.Onnx.Operators.Quantized;

/// <summary>How the sums of a convolution become bytes.</summary>
/// <param name="Scales">Scales of input and filters over that of the output, one a filter.</param>
/// <param name="Bias">One a filter; empty for none.</param>
/// <param name="Range">Where to cut off.</param>
internal sealed record ConvolutionBytes(float[] Scales, int[] Bias, QuantizedRange Range)
{
    /// <summary>Scales of the filters of a group.</summary>
    public ReadOnlySpan<float> ScalesOf(int group, int filters) => Scales.AsSpan(group * filters, filters);

    /// <summary>Bias of the filters of a group; empty for none.</summary>
    public ReadOnlySpan<int> BiasOf(int group, int filters) => Bias.Length == 0 ? [] : Bias.AsSpan(group * filters, filters);
}
