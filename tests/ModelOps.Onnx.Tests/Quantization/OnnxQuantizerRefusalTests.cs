using ModelOps.Onnx.Quantization;

namespace ModelOps.Onnx.Tests.Quantization;

public sealed class OnnxQuantizerRefusalTests
{
    private static readonly StaticQuantizationOptions Options = new() { Evaluator = OrtEvaluatorFactory.Instance };

    [Fact]
    public void Quantize_TwiceTheSame_IsRefused()
    {
        OnnxModel quantized = OnnxQuantizer.QuantizeDynamic(Nets.Mlp([4, 2])).Model;

        QuantizationException error = Assert.Throws<QuantizationException>(() => OnnxQuantizer.QuantizeDynamic(quantized));

        Assert.Equal(ModelOpsErrorKind.InvalidArgument, error.Kind);
        Assert.Equal("CANNOT_QUANTIZE", error.Code);
        Assert.Contains("quantized already", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("Give the float model that it was made from.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void QuantizeStatic_NoSamples_IsRefused()
    {
        QuantizationException error = Assert.Throws<QuantizationException>(() => OnnxQuantizer.QuantizeStatic(Nets.Mlp([4, 2]), [], Options, cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal("calibration data", error.Where);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void QuantizeStatic_ValueNotFinite_IsRefusedWithItsSample(float odd)
    {
        OnnxSample[] samples = [.. Samples.Normal(Nets.Mlp([4, 2]), 1), new OnnxSample([OnnxTensor.Floats("x", [1, 4], [1f, odd, 2f, 3f])])];

        QuantizationException error = Assert.Throws<QuantizationException>(() => OnnxQuantizer.QuantizeStatic(Nets.Mlp([4, 2]), samples, Options, cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal("calibration sample 1", error.Where);
        Assert.Contains("'x'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Quantize_WeightNotFinite_IsRefused(float odd)
    {
        OnnxModel model = Nets.Model([new OnnxNode("MatMul", ["x", "w"], ["y"])], [OnnxTensor.Floats("w", [2, 1], [1f, odd])], [1, 2], [1, 1], 13);

        QuantizationException error = Assert.Throws<QuantizationException>(() => OnnxQuantizer.QuantizeDynamic(model));

        Assert.Equal("constant 'w'", error.Where);
    }

    [Fact]
    public void Quantize_WeightsNotLoaded_IsRefused()
    {
        OnnxModel model = Nets.Model(
            [new OnnxNode("MatMul", ["x", "w"], ["y"])], [new OnnxTensor("w", OnnxElementType.Float, [2, 1], default) { ExternalData = new OnnxExternalData("weights.bin") }], [1, 2], [1, 1], 13);

        Assert.Contains("LoadExternalData", Assert.Throws<QuantizationException>(() => OnnxQuantizer.QuantizeDynamic(model)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Quantize_BrokenModel_IsRefused()
    {
        OnnxModel model = Nets.Model([new OnnxNode("MatMul", ["x", "nothing"], ["y"])], [], [1, 2], [1, 1], 13);

        Assert.Throws<InvalidOnnxModelException>(() => OnnxQuantizer.QuantizeDynamic(model));
    }

    [Fact]
    public void Quantize_OldOperatorSet_IsRaisedWhereOperatorsMeanTheSame()
    {
        OnnxModel model = Nets.Mlp([4, 8, 2], operatorSet: 9);
        OnnxSample[] samples = Samples.Normal(model, 3);

        OnnxModel dynamic = OnnxQuantizer.QuantizeDynamic(model).Model;
        OnnxModel quantized = OnnxQuantizer.QuantizeStatic(model, samples, Options, cancellationToken: TestContext.Current.CancellationToken).Model;

        Assert.Equal(11, dynamic.OperatorSets[""]);
        Assert.Equal(13, quantized.OperatorSets[""]);
        Assert.True(Samples.Sqnr(Samples.Run(model, samples), Samples.Run(quantized, samples)) > 25);
    }

    [Fact]
    public void Quantize_OldOperatorSetThatMeantSomethingElse_IsRefused()
    {
        OnnxModel model = Nets.Model([new OnnxNode("MatMul", ["x", "w"], ["h"]), new OnnxNode("Softmax", ["h"], ["y"])], [OnnxTensor.Floats("w", [2, 1], [1f, 2f])], [1, 2], [1, 1], 9);

        QuantizationException error = Assert.Throws<QuantizationException>(() => OnnxQuantizer.QuantizeStatic(model, Samples.Normal(model, 1), Options, cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal("operator set", error.Where);
        Assert.Contains("'Softmax'", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("Export the model with operator set 13 or later.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Quantize_WeightThatCallersMayReplace_StaysFloat()
    {
        OnnxModel model = Nets.Mlp([4, 2]);
        model = model with { Graph = model.Graph with { Inputs = [.. model.Graph.Inputs, new OnnxValueInfo("w1", OnnxElementType.Float, [2, 4])] } };

        QuantizationResult result = OnnxQuantizer.QuantizeDynamic(model);

        Assert.Equal(0, result.QuantizedCount);
        Assert.Contains("input of the graph", result.Nodes[0].Reason, StringComparison.Ordinal);
        Assert.Contains(result.Model.Graph.Initializers, static t => t.Name == "w1");
    }

    [Fact]
    public void QuantizeStatic_ConstantValues_AnswersStayClose()
    {
        OnnxModel model = Nets.Model(
            [new OnnxNode("MatMul", ["x", "w"], ["h"]), new OnnxNode("Relu", ["h"], ["r"]), new OnnxNode("MatMul", ["r", "w"], ["y"])],
            [OnnxTensor.Floats("w", [2, 2], [0f, 0f, 0f, 0f])],
            [-1, 2],
            [-1, 2],
            13);
        OnnxSample[] samples = [new OnnxSample([OnnxTensor.Floats("x", [1, 2], [0f, 0f])])];
        foreach (CalibrationMethod method in Enum.GetValues<CalibrationMethod>())
        {
            OnnxModel quantized = OnnxQuantizer.QuantizeStatic(model, samples, Options with { Calibration = method }, cancellationToken: TestContext.Current.CancellationToken).Model;

            Assert.Equal([0f, 0f], Samples.Run(quantized, samples));
        }
    }

    [Fact]
    public void QuantizeStatic_Cancelled_Stops()
    {
        using CancellationTokenSource source = new();
        OnnxModel model = Nets.Mlp([4, 2]);
        int read = 0;

        Assert.Throws<OperationCanceledException>(() => OnnxQuantizer.QuantizeStatic(model, Endless(), Options, cancellationToken: source.Token));
        Assert.Equal(5, read);

        IEnumerable<OnnxSample> Endless()
        {
            while (true)
            {
                if (++read == 5) { source.Cancel(); }
                yield return Samples.Normal(model, 1)[0];
            }
        }
    }

    [Fact]
    public void QuantizeStatic_Progress_CountsSamples()
    {
        List<QuantizationProgress> heard = [];
        OnnxModel model = Nets.Mlp([4, 2]);

        OnnxQuantizer.QuantizeStatic(model, Samples.Normal(model, 3), Options, new Listener(heard), TestContext.Current.CancellationToken);

        Assert.Equal([1, 2, 3], heard.Select(static p => p.Done));
        Assert.All(heard, static p => Assert.Equal(QuantizationStage.Calibrating, p.Stage));
    }

    private sealed class Listener(List<QuantizationProgress> heard) : IProgress<QuantizationProgress>
    {
        public void Report(QuantizationProgress value) => heard.Add(value);
    }
}
