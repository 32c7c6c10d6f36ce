using ModelOps.Onnx.Quantization;

namespace ModelOps.Onnx.Tests.Quantization;

public sealed class QuantizationGateTests
{
    private static readonly OnnxModel Net = Nets.Mlp([16, 64, 64, 4]);
    private static readonly OnnxModel Small = OnnxQuantizer.QuantizeDynamic(Net).Model;
    private static readonly OnnxSample[] HeldOut = Samples.Normal(Net, 5, seed: 99);

    [Fact]
    public void Measure_FasterSmallerAccurate_IsAccepted()
    {
        GateReport report = Measure(new GateOptions(), original: 30, quantized: 20);

        Assert.True(report.IsAccepted, report.ToString());
        Assert.Equal(30, report.OriginalMicroseconds);
        Assert.Equal(20, report.QuantizedMicroseconds);
        Assert.Equal(1.5, report.Speedup);
        Assert.Equal(OnnxModelWriter.Write(Net).Length, report.OriginalBytes);
        Assert.Equal(OnnxModelWriter.Write(Small).Length, report.QuantizedBytes);
        float[] y = Samples.Run(Net, HeldOut), found = Samples.Run(Small, HeldOut);
        Assert.Equal(Samples.Sqnr(y, found), report.SqnrDecibels, 1e-6);
        Assert.StartsWith("accepted", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Measure_Slower_IsRefusedWithFigures()
    {
        GateReport report = Measure(new GateOptions(), original: 2, quantized: 5);

        Assert.Equal("it is slower than asked: 5.00 us a call against 2.00 us, 0.40x as fast, at least 0.95x", Assert.Single(report.Refusals));
        Assert.StartsWith("refused: it is slower", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Measure_LessAccurateLargerAndWorse_IsRefusedForEachReason()
    {
        GateOptions options = new() { MaxRelativeError = 1e-6, MaxSizeRatio = 0.1, MinSpeedup = 2, Loss = new Drift().Next };

        GateReport report = Measure(options, original: 2, quantized: 2);

        Assert.Equal(4, report.Refusals.Count);
        Assert.StartsWith("it is less accurate than asked: relative error ", report.Refusals[0], StringComparison.Ordinal);
        Assert.Equal("its loss grew from 0.2 to 0.21, at most 0.202", report.Refusals[1]);
        Assert.StartsWith("it is slower than asked", report.Refusals[2], StringComparison.Ordinal);
        Assert.StartsWith("it is larger than asked", report.Refusals[3], StringComparison.Ordinal);
    }

    [Fact]
    public void Measure_AnswersNotFinite_IsRefused()
    {
        OnnxModel broken = Net with { Graph = Net.Graph with { Initializers = [.. Net.Graph.Initializers.Select(static t => t.Name == "b3" ? OnnxTensor.Floats("b3", [4], [float.NaN, 0f, 0f, 0f]) : t)] } };

        GateReport report = QuantizationGate.Measure(Net, broken, HeldOut, Options(new GateOptions(), 1, 1), TestContext.Current.CancellationToken);

        Assert.True(double.IsNaN(report.RelativeError));
        Assert.False(report.IsAccepted);
    }

    [Fact]
    public void Measure_NoSample_Throws() =>
        Assert.Throws<ArgumentException>(() => QuantizationGate.Measure(Net, Small, [], cancellationToken: TestContext.Current.CancellationToken));

    /// <summary>Below about 50 kFLOP, quantizing costs more than it saves: the gate must see that with the real clock.</summary>
    [Fact]
    public void Measure_TinyNetInOnnxRuntime_IsRefusedAsSlower()
    {
        OnnxModel tiny = Nets.Mlp([8, 8, 1]);
        GateReport report = QuantizationGate.Measure(
            tiny, OnnxQuantizer.QuantizeDynamic(tiny).Model, Samples.Normal(tiny, 2, rows: 1), new GateOptions { Evaluator = OrtEvaluatorFactory.Instance }, TestContext.Current.CancellationToken);

        Assert.Contains(report.Refusals, static r => r.StartsWith("it is slower", StringComparison.Ordinal));
    }

    [Fact]
    public void Measure_TheSameModelTwice_IsNotSlower()
    {
        GateReport report = QuantizationGate.Measure(Net, Net with { ProducerName = "other" }, HeldOut, new GateOptions { Evaluator = OrtEvaluatorFactory.Instance, MinSpeedup = 0.7 }, TestContext.Current.CancellationToken);

        Assert.Equal(0, report.RelativeError);
        Assert.DoesNotContain(report.Refusals, static r => r.StartsWith("it is slower", StringComparison.Ordinal));
    }

    private static GateReport Measure(GateOptions options, int original, int quantized) =>
        QuantizationGate.Measure(Net, Small, HeldOut, Options(options, original, quantized), TestContext.Current.CancellationToken);

    private static GateOptions Options(GateOptions options, int original, int quantized) =>
        options with { Evaluator = new FixedEvaluatorFactory(model => TimeSpan.FromMicroseconds(ReferenceEquals(model, Net) ? original : quantized)) };

    /// <summary>A loss that grows from call to call.</summary>
    private sealed class Drift
    {
        private double _loss = 0.19;

        public double Next(IReadOnlyList<IReadOnlyList<OnnxTensor>> outputs)
        {
            Assert.Equal(HeldOut.Length, outputs.Count);
            return Math.Round(_loss += 0.01, 6);
        }
    }
}
