using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Tests.Support;
using ModelOps.TestSupport;

namespace ModelOps.Onnx.Tests.Operators.Quantized;

public sealed class DynamicProductPassTests
{
    private static readonly OnnxValueInfo Y = new("y", OnnxElementType.Float, [-1, 12]) { HasShape = false };

    [Theory]
    [InlineData(false, false, false)]
    [InlineData(true, false, false)]
    [InlineData(false, true, false)]
    [InlineData(true, true, true)]
    [InlineData(false, false, true)]
    public void Apply_OneLayer_OneNodeAndEveryBitOfOnnxRuntime(bool isPerColumn, bool hasBias, bool isRelu)
    {
        foreach (int rows in (int[])[1, 3, 20])
        {
            QuantizedLayers layers = new(rows);
            string last = layers.DynamicLayer("l", layers.Dynamic("x"), 19, 12, isPerColumn, hasBias, isRelu);
            OnnxTensor x = layers.Draw.Floats("x", 3f, rows, 19);
            OnnxModel model = Model(layers, last, x);

            Oracle.Check(model, [x]);

            Assert.StartsWith("DynamicQuantizeMatMul: 8-bit weights", Assert.Single(SimdModel.Compile(model).Choices), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Apply_ThreeLayers_EveryBitOfOnnxRuntime()
    {
        QuantizedLayers layers = new(5);
        string y = layers.DynamicLayer("a", layers.Dynamic("x"), 32, 64, true, true, true);
        y = layers.DynamicLayer("b", layers.Dynamic(y), 64, 64, true, true, true);
        y = layers.DynamicLayer("c", layers.Dynamic(y), 64, 12, false, true, false);
        OnnxTensor x = layers.Draw.Floats("x", 3f, 33, 32);

        Oracle.Check(Model(layers, y, x), [x]);
    }

    [Fact]
    public void Apply_TwoProductsOfOneInput_QuantizeApartAndGiveEveryBit()
    {
        QuantizedLayers layers = new(5);
        (string, string, string) x = layers.Dynamic("x");
        string left = layers.DynamicLayer("a", x, 8, 12, true, true, true), right = layers.DynamicLayer("b", x, 8, 12, false, false, false);
        OnnxTensor rows = layers.Draw.Floats("x", 3f, 4, 8);
        OnnxModel model = NodeModel.Of(13, layers.Nodes, [NodeModel.InputLike(rows)], [Y with { Name = left }, Y with { Name = right }], layers.Constants);

        Oracle.Check(model, [rows]);

        Assert.Equal(2, SimdModel.Compile(model).Choices.Count);
    }

    [Fact]
    public void Run_WarmCalls_AllocateNothing()
    {
        QuantizedLayers layers = new(5);
        string last = layers.DynamicLayer("l", layers.Dynamic("x"), 19, 12, true, true, true);
        SimdModel simd = SimdModel.Compile(Model(layers, last, layers.Draw.Floats("x", 3f, 4, 19)));
        float[] rows = new float[4 * 19], outputs = new float[4 * 12];

        Assert.Equal(0, Allocations.Fewest(() => simd.Run(rows, outputs), calls: 100));
    }

    private static OnnxModel Model(QuantizedLayers layers, string last, OnnxTensor x) =>
        NodeModel.Of(13, layers.Nodes, [NodeModel.InputLike(x)], [Y with { Name = last }], layers.Constants);
}
