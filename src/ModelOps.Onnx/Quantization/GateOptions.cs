namespace ModelOps.Onnx.Quantization;

/// <summary>What <see cref="QuantizationGate"/> asks of a quantized model. Immutable.</summary>
public sealed record GateOptions
{
    /// <summary>The defaults.</summary>
    public static GateOptions Default { get; } = new();

    /// <summary>Largest <c>|y - y'| / |y|</c> over all samples, for each output of floats. Default 0.05, which is 26 dB of signal to noise. Infinity asks nothing.</summary>
    public double MaxRelativeError { get; init; } = 0.05;

    /// <summary>What the outputs are worth: given those of all samples, in their order, a loss of at least 0, lower is better, e.g. the share of wrong classes. Default null: not asked.</summary>
    public Func<IReadOnlyList<IReadOnlyList<OnnxTensor>>, double>? Loss { get; init; }

    /// <summary>By how much the loss may grow, as a share of that of the original. Default 0.01.</summary>
    public double MaxLossIncrease { get; init; } = 0.01;

    /// <summary>Least ratio of the original's latency to the quantized model's, on this machine. Default 0.95: not slower, as far as measuring can tell. 0 asks nothing.</summary>
    public double MinSpeedup { get; init; } = 0.95;

    /// <summary>Largest ratio of the quantized model's file to the original's. Default 1: not larger. Infinity asks nothing.</summary>
    public double MaxSizeRatio { get; init; } = 1;

    /// <summary>How often the latencies are measured, by turns, at least 3; the medians count. A turn takes about 0.2 ms, or one call. Default 101.</summary>
    public int Rounds
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 3);
            field = value;
        }
    } = 101;

    /// <summary>Runs both models: name the runtime that will serve them, as they differ. Default null: the managed engine, <see cref="Execution.SimdModel"/>.</summary>
    public IOnnxEvaluatorFactory? Evaluator { get; init; }
}
