using ModelOps.Onnx.Quantization;

namespace ModelOps.Onnx.Tests.Quantization;

/// <summary>Every combination of options gives a model that is sound, loads in ONNX Runtime and answers close to the float model.</summary>
public sealed class QuantizerLoadTests
{
    private static readonly bool[] Both = [false, true];

    public static TheoryData<string, bool, bool, bool> DynamicCases
    {
        get
        {
            TheoryData<string, bool, bool, bool> data = [];
            foreach (string net in (string[])["mlp", "plain mlp", "attention"])
            {
                foreach (bool perChannel in Both)
                {
                    foreach (bool symmetric in Both)
                    {
                        foreach (bool reduce in Both) { data.Add(net, perChannel, symmetric, reduce); }
                    }
                }
            }

            return data;
        }
    }

    public static TheoryData<string, QuantizationFormat, QuantizedType, CalibrationMethod> StaticCases
    {
        get
        {
            TheoryData<string, QuantizationFormat, QuantizedType, CalibrationMethod> data = [];
            foreach (string net in (string[])["mlp", "plain mlp", "convolutions", "attention"])
            {
                foreach (QuantizationFormat format in Enum.GetValues<QuantizationFormat>())
                {
                    foreach (QuantizedType type in Enum.GetValues<QuantizedType>())
                    {
                        foreach (CalibrationMethod method in Enum.GetValues<CalibrationMethod>()) { data.Add(net, format, type, method); }
                    }
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(DynamicCases))]
    public void QuantizeDynamic_EveryOption_LoadsAndAnswersClose(string net, bool perChannel, bool symmetric, bool reduce)
    {
        OnnxModel model = NetCases.Net(net);
        DynamicQuantizationOptions options = new() { PerChannel = perChannel, SymmetricWeights = symmetric, ReduceRange = reduce };

        QuantizationResult result = OnnxQuantizer.QuantizeDynamic(model, options);

        OnnxSample[] samples = Samples.Normal(model, 4);
        AssertClose(Samples.Run(model, samples), samples, result, reduce ? 25 : 30, $"{options}");
    }

    [Theory]
    [MemberData(nameof(StaticCases))]
    public void QuantizeStatic_EveryOption_LoadsAndAnswersClose(string net, QuantizationFormat format, QuantizedType type, CalibrationMethod method)
    {
        OnnxModel model = NetCases.Net(net);
        OnnxSample[] calibration = Samples.Normal(model, 20, seed: 3);
        OnnxSample[] samples = Samples.Normal(model, 4);
        float[] expected = Samples.Run(model, samples);
        for (int bits = 0; bits < 16; bits++)
        {
            StaticQuantizationOptions options = new()
            {
                Evaluator = OrtEvaluatorFactory.Instance,
                Format = format,
                ActivationType = type,
                Calibration = method,
                PerChannel = (bits & 1) != 0,
                SymmetricWeights = (bits & 2) != 0,
                SymmetricActivations = (bits & 4) != 0,
                ReduceRange = (bits & 8) != 0,
                Percentile = 99.9,
            };

            QuantizationResult result = OnnxQuantizer.QuantizeStatic(model, calibration, options, cancellationToken: TestContext.Current.CancellationToken);

            AssertClose(expected, samples, result, 18, $"{options}");
        }
    }

    private static void AssertClose(float[] expected, OnnxSample[] samples, QuantizationResult result, double leastSqnr, string options)
    {
        Assert.Empty(OnnxModelValidator.Validate(result.Model));
        Assert.NotEqual(0, result.QuantizedCount);
        double sqnr = Samples.Sqnr(expected, Samples.Run(result.Model, samples));
        Assert.True(sqnr > leastSqnr, $"{sqnr:F1} dB with {options}");
    }
}
