using System.Globalization;
using ModelOps.Onnx.Quantization.Accuracy;
using ModelOps.Onnx.Quantization.Evaluation;

namespace ModelOps.Onnx.Quantization;

/// <summary>Measures a quantized model against the original, and refuses it when it does less than was asked: many models get slower, small ones nearly always. Thread-safe.</summary>
public static class QuantizationGate
{
    /// <summary>Measures accuracy, size, and latency on this machine.</summary>
    /// <param name="original">The float model.</param>
    /// <param name="quantized">The model made from it.</param>
    /// <param name="heldOut">Samples that calibration did not see. Latency is measured on the first one, so give it the number of rows that calls will have.</param>
    /// <param name="options">What is asked; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>What was measured, and whether it is accepted.</returns>
    /// <exception cref="ArgumentException">There is no sample, or the models give no floats and there is no <see cref="GateOptions.Loss"/>.</exception>
    /// <exception cref="ModelOpsException">The runtime cannot run one of the models.</exception>
    public static GateReport Measure(
        OnnxModel original, OnnxModel quantized, IReadOnlyCollection<OnnxSample> heldOut, GateOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(original);
        ArgumentNullException.ThrowIfNull(quantized);
        ArgumentNullException.ThrowIfNull(heldOut);
        if (heldOut.Count == 0) { throw new ArgumentException("There is no sample. Give some that calibration did not see.", nameof(heldOut)); }
        options ??= GateOptions.Default;
        IOnnxEvaluatorFactory factory = options.Evaluator ?? SimdEvaluatorFactory.Instance;
        using IOnnxEvaluator before = factory.Load(original);
        using IOnnxEvaluator after = factory.Load(quantized);

        ErrorMeter meter = new();
        List<IReadOnlyList<OnnxTensor>> expected = [], actual = [];
        foreach (OnnxSample sample in heldOut)
        {
            cancellationToken.ThrowIfCancellationRequested();
            IReadOnlyList<OnnxTensor> y = before.Run(sample.Inputs), found = after.Run(sample.Inputs);
            meter.Add(y, found);
            if (options.Loss is null) { continue; }
            expected.Add(y);
            actual.Add(found);
        }

        if (!meter.HasFloats && options.Loss is null) { throw new ArgumentException("The model gives no floats to compare. Give a loss.", nameof(options)); }
        (double originalTime, double quantizedTime) = LatencyDuel.Run(before, after, heldOut.First().Inputs, options.Rounds, cancellationToken);
        GateReport report = new()
        {
            Refusals = [],
            RelativeError = meter.RelativeError,
            OriginalLoss = options.Loss?.Invoke(expected),
            QuantizedLoss = options.Loss?.Invoke(actual),
            OriginalBytes = QuantizationResult.FileBytes(original),
            QuantizedBytes = QuantizationResult.FileBytes(quantized),
            OriginalMicroseconds = originalTime,
            QuantizedMicroseconds = quantizedTime,
            Runtime = factory.Name,
        };
        return report with { Refusals = [.. Judge(report, options)] };
    }

    // Each condition is written so that NaN is refused.
    private static IEnumerable<string> Judge(GateReport report, GateOptions options)
    {
        if (!(report.RelativeError <= options.MaxRelativeError))
        {
            yield return Text($"it is less accurate than asked: relative error {report.RelativeError:P2}, at most {options.MaxRelativeError:P2}");
        }

        if (report.OriginalLoss is { } original && !(report.QuantizedLoss <= original * (1 + options.MaxLossIncrease)))
        {
            yield return Text($"its loss grew from {original:G5} to {report.QuantizedLoss:G5}, at most {original * (1 + options.MaxLossIncrease):G5}");
        }

        if (!(report.Speedup >= options.MinSpeedup))
        {
            yield return Text($"it is slower than asked: {report.QuantizedMicroseconds:F2} us a call against {report.OriginalMicroseconds:F2} us, {report.Speedup:F2}x as fast, at least {options.MinSpeedup:F2}x");
        }

        double ratio = (double)report.QuantizedBytes / report.OriginalBytes;
        if (!(ratio <= options.MaxSizeRatio))
        {
            yield return Text($"it is larger than asked: {report.QuantizedBytes} bytes against {report.OriginalBytes}, {ratio:F2}x, at most {options.MaxSizeRatio:F2}x");
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
