using System.Runtime.InteropServices;
using ModelOps.Onnx.Quantization;

namespace ModelOps.Onnx.Tests.Quantization;

/// <summary>What the quantized graphs are made of, with every number computed by hand.</summary>
public sealed class OnnxQuantizerStructureTests
{
    /// <summary><c>y = relu(x * w + b) * v</c> with one column: x in -1..3, w = 2, b = 1, so h in -1..7; v = -1.</summary>
    private static readonly OnnxModel Chain = Nets.Model(
        [
            new OnnxNode("Gemm", ["x", "w", "b"], ["h"]) { Name = "first" },
            new OnnxNode("Relu", ["h"], ["r"]) { Name = "relu" },
            new OnnxNode("Gemm", ["r", "v"], ["y"]) { Name = "second" },
        ],
        [OnnxTensor.Floats("w", [1, 1], [2f]), OnnxTensor.Floats("b", [1], [1f]), OnnxTensor.Floats("v", [1, 1], [-1f])],
        [-1, 1],
        [-1, 1],
        13);

    private static readonly OnnxSample[] Data = [new OnnxSample([OnnxTensor.Floats("x", [2, 1], [-1f, 3f])])];

    [Fact]
    public void QuantizeStatic_Qdq_ScalesComputedByHand()
    {
        OnnxGraph graph = Static(QuantizationFormat.Qdq).Model.Graph;

        Assert.Equal(
            [
                "QuantizeLinear", "DequantizeLinear", "DequantizeLinear", "DequantizeLinear", "Gemm", "QuantizeLinear", "DequantizeLinear",
                "DequantizeLinear", "Gemm",
            ],
            graph.Nodes.Select(static n => n.OpType));
        AssertFloat(graph, "x_scale", 4f / 255);
        AssertBytes(graph, "x_zero_point", 64);
        AssertFloat(graph, "w_scale", 2f / 127);
        AssertBytes(graph, "w_quantized", 127);
        AssertFloat(graph, "b_scale", 4f / 255 * (2f / 127));
        Assert.Equal(4048, MemoryMarshal.Read<int>(Constant(graph, "b_quantized").RawData.Span)); // 1 / (4 / 255 * 2 / 127) = 4048.1
        AssertFloat(graph, "r_scale", 7f / 255);
        AssertBytes(graph, "r_zero_point", 0);
        AssertBytes(graph, "v_quantized", 129); // -127
    }

    [Fact]
    public void QuantizeStatic_QOperator_LastProductGivesFloats()
    {
        OnnxModel model = Static(QuantizationFormat.QOperator).Model;

        Assert.Equal(["QuantizeLinear", "QGemm", "QGemm"], model.Graph.Nodes.Select(static n => n.OpType));
        Assert.Equal(1, model.OperatorSets["com.microsoft"]);
        Assert.Equal(9, model.Graph.Nodes[1].Inputs.Count);
        Assert.Equal(["r_quantized", "r_scale", "r_zero_point", "v_quantized", "v_scale", "v_zero_point", ""], model.Graph.Nodes[2].Inputs);
        Assert.Equal("static qoperator, uint8 activations, minmax, int8 weights, per channel, symmetric", model.Metadata["modelops-quantization"]);
    }

    [Fact]
    public void QuantizeStatic_RangeCentred_ReluIsKept()
    {
        QuantizationResult result = OnnxQuantizer.QuantizeStatic(
            Chain,
            Data,
            new StaticQuantizationOptions { Evaluator = OrtEvaluatorFactory.Instance, SymmetricActivations = true, ActivationType = QuantizedType.UInt8, ReduceRange = false },
            cancellationToken: TestContext.Current.CancellationToken);

        Assert.Contains("Relu", result.Model.Graph.Nodes.Select(static n => n.OpType));
        AssertBytes(result.Model.Graph, "r_zero_point", 128);
        AssertFloat(result.Model.Graph, "r_scale", 14f / 255);
    }

    [Fact]
    public void QuantizeStatic_FoldedRelu_IsReported()
    {
        QuantizationResult result = Static(QuantizationFormat.Qdq);

        Assert.Equal(["first", "relu", "second"], result.Nodes.Select(static n => n.Node));
        Assert.All(result.Nodes, static n => Assert.True(n.IsQuantized));
        Assert.Equal(new ValueRange(0, 7), result.Ranges["r"]);
        Assert.Equal(new ValueRange(-1, 3), result.Ranges["x"]);
    }

    [Fact]
    public void QuantizeDynamic_Gemm_BecomesIntegerProductAndBias()
    {
        OnnxModel model = Nets.Mlp([2, 3], operatorSet: 13);
        OnnxModel scaled = model with
        {
            Graph = model.Graph with { Nodes = [model.Graph.Nodes[0] with { Attributes = [OnnxAttribute.Int("transB", 1), OnnxAttribute.Float("alpha", 0.5f), OnnxAttribute.Float("beta", 3f)] }] },
        };

        QuantizationResult result = OnnxQuantizer.QuantizeDynamic(scaled, new DynamicQuantizationOptions { ReduceRange = false });

        Assert.Equal(["DynamicQuantizeLinear", "MatMulInteger", "Cast", "Mul", "Mul", "Add"], result.Model.Graph.Nodes.Select(static n => n.OpType));
        float[] weights = Samples.Values(model.Graph.Initializers[0]); // [3, 2]
        OnnxTensor quantized = Constant(result.Model.Graph, "w1_quantized");
        Assert.Equal([2, 3], quantized.Shape);
        float[] scales = Samples.Values(Constant(result.Model.Graph, "w1_scale"));
        for (int channel = 0; channel < 3; channel++)
        {
            float bound = Math.Max(Math.Abs(weights[2 * channel]), Math.Abs(weights[(2 * channel) + 1])) * 0.5f;
            Assert.Equal(bound / 127, scales[channel], bound * 1e-6f);
            Assert.Equal(weights[2 * channel] * 0.5 / scales[channel], (sbyte)quantized.RawData.Span[channel], 0.5001);
        }

        OnnxSample[] samples = Samples.Normal(scaled, 2);
        Assert.True(Samples.Sqnr(Samples.Run(scaled, samples), Samples.Run(result.Model, samples)) > 30);
    }

    [Fact]
    public void QuantizeDynamic_ProductsOfOneValue_ShareItsQuantization()
    {
        QuantizationResult result = OnnxQuantizer.QuantizeDynamic(Nets.Attention());

        Assert.Single(result.Model.Graph.Nodes, static n => n.OpType == "DynamicQuantizeLinear");
        Assert.Equal(["its weight is not constant", "its weight is not constant"], result.Nodes.Where(static n => n.Node is "scores").Select(static n => n.Reason).Append(result.Nodes.Single(static n => n.Node == "mix").Reason));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Quantize_WeightThatTwoNodesRead_IsQuantizedOnce(bool isStatic)
    {
        OnnxModel model = Nets.Model(
            [new OnnxNode("MatMul", ["x", "w"], ["h"]) { Name = "a" }, new OnnxNode("MatMul", ["h", "w"], ["i"]) { Name = "b" }, new OnnxNode("Add", ["i", "w"], ["y"]) { Name = "c" }],
            [Nets.Floats(new Random(2), "w", [4, 4], 1)],
            [4, 4],
            [4, 4],
            13);

        QuantizationResult result = isStatic ? Static(QuantizationFormat.Qdq, model) : OnnxQuantizer.QuantizeDynamic(model);

        Assert.Single(result.Model.Graph.Initializers, static t => t.ElementType == OnnxElementType.Int8 && t.Shape.Count == 2);
        Assert.Single(result.Model.Graph.Initializers, static t => t.Name == "w"); // Add reads it still
        OnnxSample[] samples = Samples.Normal(model, 1, rows: 4);
        Assert.True(Samples.Sqnr(Samples.Run(model, samples), Samples.Run(result.Model, samples)) > 25);
    }

    [Fact]
    public void Quantize_ExcludedNode_StaysAsItIs()
    {
        QuantizationResult result = OnnxQuantizer.QuantizeDynamic(Nets.Mlp([4, 8, 2]), new DynamicQuantizationOptions { ExcludedNodes = ["gemm2"] });

        Assert.Equal("excluded", result.Nodes.Single(static n => n.Node == "gemm2").Reason);
        Assert.Equal("y", result.Model.Graph.Nodes.Single(static n => n.OpType == "Gemm").Outputs[0]);
        Assert.Equal(1, result.QuantizedCount);
    }

    private static QuantizationResult Static(QuantizationFormat format, OnnxModel? model = null) => OnnxQuantizer.QuantizeStatic(
        model ?? Chain,
        model is null ? Data : Samples.Normal(model, 3, rows: 4),
        new StaticQuantizationOptions { Evaluator = OrtEvaluatorFactory.Instance, Format = format, ActivationType = QuantizedType.UInt8, ReduceRange = false },
        cancellationToken: TestContext.Current.CancellationToken);

    private static OnnxTensor Constant(OnnxGraph graph, string name) => graph.Initializers.Single(t => t.Name == name);

    private static void AssertFloat(OnnxGraph graph, string name, float expected) => Assert.Equal(expected, Assert.Single(Samples.Values(Constant(graph, name))));

    private static void AssertBytes(OnnxGraph graph, string name, params byte[] expected) => Assert.Equal(expected, Constant(graph, name).RawData.ToArray());
}
