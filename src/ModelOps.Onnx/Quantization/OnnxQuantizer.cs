using ModelOps.Onnx.Quantization.Accuracy;
using ModelOps.Onnx.Quantization.Dynamic;
using ModelOps.Onnx.Quantization.Graphs;
using ModelOps.Onnx.Quantization.HalfFloats;
using ModelOps.Onnx.Quantization.Static;
using ModelOps.Onnx.Quantization.WeightOnly;

namespace ModelOps.Onnx.Quantization;

/// <summary>Makes models smaller and faster by storing floats in fewer bits, without Python. Thread-safe.</summary>
/// <remarks>
/// Values are stored as <c>real = scale * (q - zero)</c> (ONNX, <c>QuantizeLinear</c>). Whether a model gains depends on the model and the machine:
/// small ones get slower. <see cref="QuantizationGate"/> measures that.
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
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="progress">Hears of each sample; null for nobody.</param>
    /// <param name="cancellationToken">Ends the calibration.</param>
    /// <returns>The quantized model, and what was done to which node.</returns>
    /// <exception cref="InvalidOnnxModelException">The model breaks rules of ONNX.</exception>
    /// <exception cref="QuantizationException">The model is quantized already, its operator set is too old, a weight or a value seen is not finite, or there is no sample.</exception>
    public static QuantizationResult QuantizeStatic(
        OnnxModel model,
        IEnumerable<OnnxSample> calibrationData,
        StaticQuantizationOptions? options = null,
        IProgress<QuantizationProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(calibrationData);
        options ??= StaticQuantizationOptions.Default;
        return new StaticQuantization(SourceModel.Prepare(model), calibrationData, options, progress, cancellationToken).Quantize(Excluded(options));
    }

    /// <summary>Stores weights of MatMul and Gemm in 4 or 8 bits, block by block, and computes in float: smallest files, for models whose time goes into reading weights.</summary>
    /// <param name="model">A float model, external data loaded.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <returns>The quantized model, and what was done to which node. It needs a runtime with <c>MatMulNBits</c> of <c>com.microsoft</c>.</returns>
    /// <exception cref="InvalidOnnxModelException">The model breaks rules of ONNX.</exception>
    /// <exception cref="QuantizationException">The model is quantized already, or a weight is not finite.</exception>
    public static QuantizationResult QuantizeWeights(OnnxModel model, WeightQuantizationOptions? options = null)
    {
        options ??= WeightQuantizationOptions.Default;
        return new WeightQuantization(SourceModel.Prepare(model), options).Quantize(Excluded(options));
    }

    /// <summary>Stores weights as halves, which are widened when the model is loaded: half the file, the same speed, hardly an error.</summary>
    /// <param name="model">A float model, external data loaded.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <returns>The converted model, and what was done to which node. Inputs, outputs and arithmetic stay 32-bit floats.</returns>
    /// <exception cref="InvalidOnnxModelException">The model breaks rules of ONNX.</exception>
    /// <exception cref="QuantizationException">The model is quantized already, or a weight is not finite.</exception>
    public static QuantizationResult ConvertToFloat16(OnnxModel model, Float16Options? options = null) =>
        HalfConversion.Convert(SourceModel.Prepare(model), options ?? Float16Options.Default);

    /// <summary>Quantizes each node alone and measures how much noise that puts into the outputs.</summary>
    /// <param name="model">A float model, external data loaded.</param>
    /// <param name="samples">Samples; those of a static quantization calibrate it too.</param>
    /// <param name="options">How nodes are quantized.</param>
    /// <param name="progress">Hears of each sample and node; null for nobody.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The nodes, most sensitive first.</returns>
    /// <exception cref="InvalidOnnxModelException">The model breaks rules of ONNX.</exception>
    /// <exception cref="QuantizationException">The model, or the data, cannot be quantized.</exception>
    public static SensitivityReport MeasureSensitivity(
        OnnxModel model,
        IReadOnlyCollection<OnnxSample> samples,
        QuantizationOptions options,
        IProgress<QuantizationProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        using SensitivityStudy study = Study(model, samples, options, progress, cancellationToken);
        return study.Measure();
    }

    /// <summary>Quantizes, and leaves the most sensitive nodes in float until the outputs are accurate enough; all of them if need be.</summary>
    /// <param name="model">A float model, external data loaded.</param>
    /// <param name="samples">Samples; those of a static quantization calibrate it too.</param>
    /// <param name="minSqnrDecibels">Least ratio of signal to quantization noise of the outputs, <c>20 log10(|y| / |y - y'|)</c>: 20 is an error of 10 %, 40 of 1 %.</param>
    /// <param name="options">How nodes are quantized.</param>
    /// <param name="progress">Hears of each sample and node; null for nobody.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The quantized model, and what was done to which node.</returns>
    /// <exception cref="InvalidOnnxModelException">The model breaks rules of ONNX.</exception>
    /// <exception cref="QuantizationException">The model, or the data, cannot be quantized.</exception>
    public static QuantizationResult QuantizeToAccuracy(
        OnnxModel model,
        IReadOnlyCollection<OnnxSample> samples,
        double minSqnrDecibels,
        QuantizationOptions options,
        IProgress<QuantizationProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        using SensitivityStudy study = Study(model, samples, options, progress, cancellationToken);
        return study.ExcludeUntil(minSqnrDecibels);
    }

    private static SensitivityStudy Study(
        OnnxModel model, IReadOnlyCollection<OnnxSample> samples, QuantizationOptions options, IProgress<QuantizationProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentNullException.ThrowIfNull(options);
        OnnxModel source = SourceModel.Prepare(model);
        IPreparedQuantization prepared = options switch
        {
            DynamicQuantizationOptions dynamic => new DynamicQuantization(source, dynamic),
            StaticQuantizationOptions @static => new StaticQuantization(source, samples, @static, progress, cancellationToken),
            WeightQuantizationOptions weights => new WeightQuantization(source, weights),
            _ => throw new ArgumentOutOfRangeException(nameof(options), options, "Not a kind of quantization that works node by node."),
        };
        return new SensitivityStudy(prepared, samples, options, progress, cancellationToken);
    }

    private static HashSet<string> Excluded(QuantizationOptions options) => new(options.ExcludedNodes, StringComparer.Ordinal);
}
