using ModelOps.Onnx.Quantization;

namespace ModelOps.Onnx.Tests.Quantization;

public sealed class SensitivityTests
{
    /// <summary>A chain whose middle weight has an outlier that makes the other values coarse when one scale serves all.</summary>
    private static OnnxModel Chain()
    {
        OnnxModel model = Nets.Mlp([8, 16, 16, 4]);
        float[] spoiled = Samples.Values(model.Graph.Initializers.Single(static t => t.Name == "w2"));
        spoiled[5] = 60f;
        OnnxTensor[] constants = [.. model.Graph.Initializers.Select(t => t.Name == "w2" ? OnnxTensor.Floats("w2", t.Shape, spoiled) : t)];

        // The input that the outlier multiplies is cut to 0, so the float model hardly sees it.
        float[] w1 = Samples.Values(constants.Single(static t => t.Name == "w1"));
        float[] b1 = Samples.Values(constants.Single(static t => t.Name == "b1"));
        for (int i = 0; i < 8; i++) { w1[(5 * 8) + i] = 0; }
        b1[5] = -1;
        return model with
        {
            Graph = model.Graph with
            {
                Initializers = [.. constants.Select(t => t.Name switch { "w1" => OnnxTensor.Floats("w1", t.Shape, w1), "b1" => OnnxTensor.Floats("b1", t.Shape, b1), _ => t })],
            },
        };
    }

    public static TheoryData<bool> Kinds => [false, true];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void MeasureSensitivity_OneSpoiledWeight_IsTheMostSensitive(bool isStatic)
    {
        OnnxModel model = Chain();

        SensitivityReport report = OnnxQuantizer.MeasureSensitivity(model, Samples.Normal(model, 5), Options(isStatic), cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(3, report.Nodes.Count);
        Assert.Equal("gemm2", report.Nodes[0].Node);
        Assert.True(report.Nodes[0].SqnrDecibels < 10, report.ToString());
        Assert.All(report.Nodes.Skip(1), n => Assert.True(n.SqnrDecibels > 25, report.ToString()));
        Assert.True(report.SqnrDecibels < report.Nodes[0].SqnrDecibels + 3);
        Assert.Contains("gemm2 (Gemm)", report.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void QuantizeToAccuracy_OneSpoiledWeight_IsLeftInFloat(bool isStatic)
    {
        OnnxModel model = Chain();
        OnnxSample[] samples = Samples.Normal(model, 5);

        QuantizationResult result = OnnxQuantizer.QuantizeToAccuracy(model, samples, 25, Options(isStatic), cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(["gemm2"], result.Nodes.Where(static n => n.Reason == "excluded").Select(static n => n.Node));
        Assert.True(Samples.Sqnr(Samples.Run(model, samples), Samples.Run(result.Model, samples)) >= 25);
    }

    [Fact]
    public void QuantizeToAccuracy_MoreThanCanBe_LeavesAllInFloat()
    {
        OnnxModel model = Nets.Mlp([4, 8, 2]);

        QuantizationResult result = OnnxQuantizer.QuantizeToAccuracy(model, Samples.Normal(model, 2), 200, Options(isStatic: false), cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(0, result.QuantizedCount);
        Assert.Equal(["Gemm", "Relu", "Gemm"], result.Model.Graph.Nodes.Select(static n => n.OpType));
    }

    [Fact]
    public void QuantizeToAccuracy_Enough_ExcludesNothing()
    {
        OnnxModel model = Nets.Mlp([4, 8, 2]);

        Assert.Equal(2, OnnxQuantizer.QuantizeToAccuracy(model, Samples.Normal(model, 2), 10, Options(isStatic: false), cancellationToken: TestContext.Current.CancellationToken).QuantizedCount);
    }

    private static QuantizationOptions Options(bool isStatic) => isStatic
        ? new StaticQuantizationOptions { Evaluator = OrtEvaluatorFactory.Instance, PerChannel = false }
        : new DynamicQuantizationOptions { Evaluator = OrtEvaluatorFactory.Instance, PerChannel = false };
}
