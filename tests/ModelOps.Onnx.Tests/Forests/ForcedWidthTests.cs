using ModelOps.Onnx.Forests.Ranking;
using ModelOps.Onnx.Kernels;
using ModelOps.Onnx.Tests.Kernels.Dense;
using ModelOps.Onnx.Tests.Kernels.Elementwise;
using ModelOps.Onnx.Tests.Kernels.Lanes;
using ModelOps.Onnx.Tests.Kernels.Quantized;
using ModelOps.Onnx.Tests.Operators.Attention;
using ModelOps.Onnx.Tests.Operators.Convolution;
using ModelOps.Onnx.Tests.Operators.MachineLearning;
using ModelOps.Onnx.Tests.Operators.Normalization;
using ModelOps.Onnx.Tests.Operators.Quantized;
using ModelOps.Onnx.Tests.Operators.Recurrent;
using ModelOps.Onnx.Tests.Quantization.Calibration;
using ModelOps.TestSupport;

namespace ModelOps.Onnx.Tests.Forests;

/// <summary>Runs the tests of kernels again in processes that may use less of the machine.</summary>
public sealed class ForcedWidthTests
{
    private static readonly Type[] Tests =
    [
        typeof(ForestScorerTests),
        typeof(VectorWidthsTests),
        typeof(FloatLanesTests),
        typeof(VectorMathTests),
        typeof(MatrixProductTests),
        typeof(DenseLayerTests),
        typeof(RowFunctionsTests),
        typeof(RecurrentOperatorsTests),
        typeof(ConvolutionTests),
        typeof(NormalizationOperatorsTests),
        typeof(LaneKernelsTests),
        typeof(AttentionTests),
        typeof(FusedAttentionTests),
        typeof(TransformerPartsTests),
        typeof(Int8GemmTests),
        typeof(VnniGemmTests),
        typeof(VnniProductStepTests),
        typeof(Int8FinishTests),
        typeof(QuantizeKernelTests),
        typeof(HalfKernelTests),
        typeof(NBitProductTests),
        typeof(Int8ProductOperatorsTests),
        typeof(Int8ConvolutionTests),
        typeof(QuantizeOperatorsTests),
        typeof(ByteOperatorsTests),
        typeof(NBitOperatorsTests),
        typeof(QdqPassTests),
        typeof(DynamicProductPassTests),
        typeof(MachineLearningKernelTests),
        typeof(TreeOperatorsTests),
        typeof(HistogramKernelTests),
        typeof(StreamingHistogramTests),
    ];

    [Theory]
    [InlineData("DOTNET_EnableAVX512", (int)VectorWidth.Bits256)]
    [InlineData("DOTNET_EnableAVX2", (int)VectorWidth.Bits128)]
    [InlineData("DOTNET_EnableHWIntrinsic", (int)VectorWidth.Scalar)]
    public async Task Score_LessHardware_EveryBitOfOnnxRuntime(string switchedOff, int widest)
    {
        VectorWidth expected = (VectorWidth)Math.Min(widest, (int)VectorWidths.Best);
        await OwnTests.PassAsync(
            typeof(ForcedWidthTests).Assembly, Tests, new Dictionary<string, string> { [switchedOff] = "0", [VectorWidthsTests.ExpectedWidth] = expected.ToString() });
    }
}
