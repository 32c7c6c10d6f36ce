using System.Runtime.InteropServices;
using ModelOps.Onnx.Quantization.Graphs;

namespace ModelOps.Onnx.Quantization.Calibration;

/// <summary>Runs the float model on samples and chooses a range for each value of interest. Values of one sample are in memory at a time.</summary>
internal static class CalibrationRun
{
    /// <summary>Chooses ranges.</summary>
    /// <param name="model">The float model.</param>
    /// <param name="names">Values of interest; float, and no constants.</param>
    /// <param name="samples">Samples; read once.</param>
    /// <param name="evaluator">Runs the model.</param>
    /// <param name="create">Makes the calibrator of a value.</param>
    /// <param name="progress">Hears of each sample.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="QuantizationException">There is no sample, or a value is not finite.</exception>
    public static Dictionary<string, ValueRange> Run(
        OnnxModel model,
        IReadOnlyCollection<string> names,
        IEnumerable<OnnxSample> samples,
        IOnnxEvaluatorFactory evaluator,
        Func<ICalibrator> create,
        IProgress<QuantizationProgress>? progress,
        CancellationToken cancellationToken)
    {
        HashSet<string> inputs = [.. model.Graph.Inputs.Select(static i => i.Name)];
        Dictionary<string, ICalibrator> calibrators = names.ToDictionary(static name => name, _ => create(), StringComparer.Ordinal);
        using IOnnxEvaluator loaded = evaluator.Load(Expose(model, [.. names.Where(name => !inputs.Contains(name))]));
        int done = 0;
        foreach (OnnxSample sample in samples)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (OnnxTensor tensor in sample.Inputs.Concat(loaded.Run(sample.Inputs)))
            {
                if (calibrators.TryGetValue(tensor.Name, out ICalibrator? calibrator)) { Add(calibrator, tensor, done); }
            }

            done++;
            progress?.Report(new QuantizationProgress(QuantizationStage.Calibrating, done));
        }

        if (done == 0) { throw new QuantizationException("calibration data", "there is none", "Give a few hundred rows that look like those the model will see."); }
        return calibrators.ToDictionary(static pair => pair.Key, static pair => pair.Value.Choose(), StringComparer.Ordinal);
    }

    /// <summary>The model with more of its values as outputs.</summary>
    public static OnnxModel Expose(OnnxModel model, IReadOnlyList<string> names)
    {
        HashSet<string> outputs = [.. model.Graph.Outputs.Select(static o => o.Name)];
        IEnumerable<OnnxValueInfo> more = names.Where(name => !outputs.Contains(name)).Select(static name => new OnnxValueInfo(name, OnnxElementType.Float, []) { HasShape = false });
        return model with { Graph = model.Graph with { Outputs = [.. model.Graph.Outputs, .. more] } };
    }

    private static void Add(ICalibrator calibrator, OnnxTensor tensor, int sample)
    {
        ReadOnlySpan<float> values = MemoryMarshal.Cast<byte, float>(Tensors.Bytes(tensor).Span);
        ValueSummary summary = RangeKernel.Run(values);
        if (!summary.IsFinite)
        {
            throw new QuantizationException(
                $"calibration sample {sample}", $"the value {Quote.Short(tensor.Name)} holds NaN or an infinity", "Leave such rows out, or fill their missing values as the model expects.");
        }

        calibrator.Add(values, summary);
    }
}
