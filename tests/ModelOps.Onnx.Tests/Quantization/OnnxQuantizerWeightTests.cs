using ModelOps.Onnx.Quantization;

namespace ModelOps.Onnx.Tests.Quantization;

public sealed class OnnxQuantizerWeightTests
{
    public static TheoryData<string, int, int, bool> Cases
    {
        get
        {
            TheoryData<string, int, int, bool> data = [];
            foreach (string net in (string[])["mlp", "plain mlp", "attention"])
            {
                foreach (int bits in (int[])[4, 8])
                {
                    foreach (int block in (int[])[16, 32, 128])
                    {
                        data.Add(net, bits, block, true);
                        data.Add(net, bits, block, false);
                    }
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void QuantizeWeights_EveryOption_LoadsAndAnswersClose(string net, int bits, int block, bool symmetric)
    {
        OnnxModel model = NetCases.Net(net);
        OnnxSample[] samples = Samples.Normal(model, 4);

        QuantizationResult result = OnnxQuantizer.QuantizeWeights(model, new WeightQuantizationOptions { Bits = bits, BlockSize = block, SymmetricWeights = symmetric });

        Assert.Empty(OnnxModelValidator.Validate(result.Model));
        Assert.NotEqual(0, result.QuantizedCount);
        double sqnr = Samples.Sqnr(Samples.Run(model, samples), Samples.Run(result.Model, samples));
        Assert.True(sqnr > (bits == 4 ? 10 : 30), $"{sqnr:F1} dB");
    }

    [Fact]
    public void QuantizeWeights_FourBits_AnEighthOfTheFile()
    {
        OnnxModel model = Nets.Mlp([256, 256, 256]);

        OnnxModel small = OnnxQuantizer.QuantizeWeights(model, new WeightQuantizationOptions { BlockSize = 128 }).Model;

        Assert.InRange((double)OnnxModelWriter.Write(small).Length / OnnxModelWriter.Write(model).Length, 0.12, 0.15);
    }

    [Theory]
    [InlineData("mlp")]
    [InlineData("convolutions")]
    [InlineData("attention")]
    public void ConvertToFloat16_EachNet_HalfTheWeightsAndTheSameAnswers(string net)
    {
        OnnxModel model = NetCases.Net(net);
        OnnxSample[] samples = Samples.Normal(model, 4);

        QuantizationResult result = OnnxQuantizer.ConvertToFloat16(model);

        Assert.Empty(OnnxModelValidator.Validate(result.Model));
        Assert.NotEqual(0, result.QuantizedCount);
        Assert.True(OnnxModelWriter.Write(result.Model).Length < OnnxModelWriter.Write(model).Length);
        double sqnr = Samples.Sqnr(Samples.Run(model, samples), Samples.Run(result.Model, samples));
        Assert.True(sqnr > 55, $"{sqnr:F1} dB");
        Assert.Equal(model.Graph.Outputs, result.Model.Graph.Outputs);
    }

    [Fact]
    public void ConvertToFloat16_ValuesBeyondHalves_StayFloat()
    {
        OnnxModel model = Nets.Model([new OnnxNode("MatMul", ["x", "w"], ["y"])], [OnnxTensor.Floats("w", [8, 8], [.. Enumerable.Repeat(1e6f, 64)])], [-1, 8], [-1, 8], 13);

        QuantizationResult result = OnnxQuantizer.ConvertToFloat16(model);

        Assert.Equal("its weight has values that halves cannot hold", Assert.Single(result.Nodes).Reason);
        Assert.Single(result.Model.Graph.Nodes);
    }

    [Fact]
    public void MeasureSensitivity_WeightsInFourBits_EachProduct()
    {
        OnnxModel model = Nets.Mlp([32, 64, 8]);

        SensitivityReport report = OnnxQuantizer.MeasureSensitivity(
            model, Samples.Normal(model, 3), new WeightQuantizationOptions { Evaluator = OrtEvaluatorFactory.Instance }, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(2, report.Nodes.Count);
        Assert.True(report.SqnrDecibels < report.Nodes[1].SqnrDecibels);
    }
}
