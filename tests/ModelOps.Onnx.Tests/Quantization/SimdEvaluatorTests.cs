using ModelOps.Onnx.Quantization;

namespace ModelOps.Onnx.Tests.Quantization;

/// <summary>The managed engine as the one that calibrates and measures.</summary>
public sealed class SimdEvaluatorTests
{
    private static readonly OnnxModel Chain = Nets.Model(
        [new OnnxNode("MatMul", ["x", "w"], ["h"]) { Name = "a" }, new OnnxNode("MatMul", ["h", "v"], ["y"]) { Name = "b" }],
        [Nets.Floats(new Random(2), "w", [6, 8], 1), Nets.Floats(new Random(3), "v", [8, 3], 1)],
        [-1, 6],
        [-1, 3],
        13);

    [Fact]
    public void QuantizeStatic_NoEvaluatorGiven_TheRangesOfOnnxRuntime()
    {
        OnnxSample[] samples = Samples.Normal(Chain, 5);

        IReadOnlyDictionary<string, ValueRange> ranges = OnnxQuantizer.QuantizeStatic(Chain, samples, cancellationToken: TestContext.Current.CancellationToken).Ranges;
        IReadOnlyDictionary<string, ValueRange> expected = OnnxQuantizer.QuantizeStatic(
            Chain, samples, new StaticQuantizationOptions { Evaluator = OrtEvaluatorFactory.Instance }, cancellationToken: TestContext.Current.CancellationToken).Ranges;

        Assert.Equal(["h", "x", "y"], ranges.Keys.Order(StringComparer.Ordinal));
        foreach (string name in ranges.Keys)
        {
            Assert.Equal(expected[name].Min, ranges[name].Min, 1e-5);
            Assert.Equal(expected[name].Max, ranges[name].Max, 1e-5);
        }
    }

    [Fact]
    public void Measure_NoEvaluatorGiven_RunsBothInTheManagedEngine()
    {
        OnnxModel same = Chain with { ProducerName = "other" };

        GateReport report = QuantizationGate.Measure(Chain, same, Samples.Normal(Chain, 2), new GateOptions { MinSpeedup = 0 }, TestContext.Current.CancellationToken);

        Assert.Equal("simd", report.Runtime);
        Assert.Equal(0, report.RelativeError);
        Assert.True(report.OriginalMicroseconds > 0);
    }

    [Fact]
    public void QuantizeStatic_SampleWithoutAnInput_IsRefused()
    {
        QuantizationException error = Assert.Throws<QuantizationException>(
            () => OnnxQuantizer.QuantizeStatic(Chain, [new OnnxSample([OnnxTensor.Floats("z", [1, 6], new float[6])])], cancellationToken: TestContext.Current.CancellationToken));

        Assert.Contains("'x'", error.Message, StringComparison.Ordinal);
    }
}
