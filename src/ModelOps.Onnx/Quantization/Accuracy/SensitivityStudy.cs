using ModelOps.Onnx.Quantization.Evaluation;
using ModelOps.Onnx.Quantization.Graphs;

namespace ModelOps.Onnx.Quantization.Accuracy;

/// <summary>Quantizes a prepared model again and again with other nodes, and compares the outputs with those of the float model.</summary>
internal sealed class SensitivityStudy : IDisposable
{
    private readonly IPreparedQuantization _prepared;
    private readonly IReadOnlyCollection<OnnxSample> _samples;
    private readonly IOnnxEvaluatorFactory _evaluator;
    private readonly IProgress<QuantizationProgress>? _progress;
    private readonly CancellationToken _cancellationToken;
    private readonly HashSet<string> _excluded;
    private readonly IOnnxEvaluator _float;
    private readonly List<IReadOnlyList<OnnxTensor>> _expected = [];

    public SensitivityStudy(
        IPreparedQuantization prepared, IReadOnlyCollection<OnnxSample> samples, QuantizationOptions options, IProgress<QuantizationProgress>? progress, CancellationToken cancellationToken)
    {
        if (samples.Count == 0) { throw new QuantizationException("samples", "there is none", "Give some that look like what the model will see."); }
        _prepared = prepared;
        _samples = samples;
        _evaluator = options.Evaluator ?? SimdEvaluatorFactory.Instance;
        _progress = progress;
        _cancellationToken = cancellationToken;
        _excluded = new HashSet<string>(options.ExcludedNodes, StringComparer.Ordinal);
        _float = _evaluator.Load(prepared.Source);
    }

    public SensitivityReport Measure() => Measure(_prepared.Quantize(_excluded));

    /// <summary>Excludes nodes, most sensitive first, until the outputs are accurate enough.</summary>
    public QuantizationResult ExcludeUntil(double leastSqnr)
    {
        QuantizationResult result = _prepared.Quantize(_excluded);
        if (Sqnr(result.Model) >= leastSqnr) { return result; }
        SensitivityReport report = Measure(result);
        HashSet<string> excluded = [.. _excluded];
        for (int i = 0; i < report.Nodes.Count; i++)
        {
            _cancellationToken.ThrowIfCancellationRequested();
            excluded.Add(report.Nodes[i].Node);
            result = _prepared.Quantize(excluded);
            _progress?.Report(new QuantizationProgress(QuantizationStage.Excluding, i + 1, report.Nodes.Count));
            if (Sqnr(result.Model) >= leastSqnr) { break; }
        }

        return result;
    }

    public void Dispose() => _float.Dispose();

    private SensitivityReport Measure(QuantizationResult whole)
    {
        string[] candidates = [.. whole.Nodes.Where(static n => n.IsQuantized).Select(static n => n.Node).Distinct(StringComparer.Ordinal)];
        Dictionary<string, string> operators = whole.Nodes.DistinctBy(static n => n.Node).ToDictionary(static n => n.Node, static n => n.OpType, StringComparer.Ordinal);
        List<NodeSensitivity> nodes = [];
        for (int i = 0; i < candidates.Length; i++)
        {
            _cancellationToken.ThrowIfCancellationRequested();
            HashSet<string> others = [.. _prepared.Source.Graph.Nodes.Select(NodeFacts.Label)];
            others.Remove(candidates[i]);
            QuantizationResult alone = _prepared.Quantize(others);
            if (alone.QuantizedCount > 0) { nodes.Add(new NodeSensitivity(candidates[i], operators[candidates[i]], Sqnr(alone.Model))); }
            _progress?.Report(new QuantizationProgress(QuantizationStage.MeasuringSensitivity, i + 1, candidates.Length));
        }

        return new SensitivityReport([.. nodes.OrderBy(static n => n.SqnrDecibels)], Sqnr(whole.Model));
    }

    private double Sqnr(OnnxModel model)
    {
        ErrorMeter meter = new();
        using IOnnxEvaluator quantized = _evaluator.Load(model);
        int i = 0;
        foreach (OnnxSample sample in _samples)
        {
            _cancellationToken.ThrowIfCancellationRequested();
            if (_expected.Count == i) { _expected.Add(_float.Run(sample.Inputs)); }
            meter.Add(_expected[i++], quantized.Run(sample.Inputs));
        }

        return double.IsNaN(meter.Sqnr) ? double.NegativeInfinity : meter.Sqnr;
    }
}
