using ModelOps.Onnx.Quantization.Dynamic;
using ModelOps.Onnx.Quantization.Graphs;
using ModelOps.Onnx.Quantization.Static;

namespace ModelOps.Onnx.Quantization;

/// <summary>Makes models smaller and faster by storing floats in fewer bits, without Python. Thread-safe.</summary>
/// <remarks>
/// Values are stored as <c>real = scale * (q - zero)</c> (ONNX, <c>QuantizeLinear</c>). Whether a model gains depends on the model and the machine:
/// small ones get slower. Measure it.
/// </remarks>
public static class OnnxQuantizer
{
    /// <summary>Quantizes weights now and activations when the model runs: needs no data, suits MatMul and Gemm.</summary>
    /// <param name="model">A float model, external data loaded.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <returns>The quantized model, and what was done to which node.</returns>
    /// <exception cref="InvalidOnnxModelException">The model breaks rules of ONNX.</exception>
    /// <exception cref="QuantizationException">The model is quantized already, its operator set is too old, or a weight is not finite.</exception>
    /// <remarks>Activations get one scale for a whole tensor (ONNX, <c>DynamicQuantizeLinear</c>), so a row's answer depends on the other rows of its batch.</remarks>
    public static QuantizationResult QuantizeDynamic(OnnxModel model, DynamicQuantizationOptions? options = null)
    {
        options ??= DynamicQuantizationOptions.Default;
        return new DynamicQuantization(SourceModel.Prepare(model), options).Quantize(Excluded(options));
    }

    /// <summary>Quantizes weights and activations with ranges seen on samples: the fastest form, suits Conv, MatMul and Gemm.</summary>
    /// <param name="model">A float model, external data loaded.</param>
    /// <param name="calibrationData">Samples that look like what the model will see, a few hundred rows; read once, one in memory at a time.</param>
    /// <param name="options">How.</param>
    /// <param name="progress">Hears of each sample; null for nobody.</param>
    /// <param name="cancellationToken">Ends the calibration.</param>
    /// <returns>The quantized model, and what was done to which node.</returns>
    /// <exception cref="InvalidOnnxModelException">The model breaks rules of ONNX.</exception>
    /// <exception cref="QuantizationException">The model is quantized already, its operator set is too old, a weight or a value seen is not finite, or there is no sample.</exception>
    public static QuantizationResult QuantizeStatic(
        OnnxModel model,
        IEnumerable<OnnxSample> calibrationData,
        StaticQuantizationOptions options,
        IProgress<QuantizationProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(calibrationData);
        ArgumentNullException.ThrowIfNull(options);
        return new StaticQuantization(SourceModel.Prepare(model), calibrationData, options, progress, cancellationToken).Quantize(Excluded(options));
    }

    private static HashSet<string> Excluded(QuantizationOptions options) => new(options.ExcludedNodes, StringComparer.Ordinal);
}
