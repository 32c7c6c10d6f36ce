using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Tests.Support;

namespace ModelOps.Onnx.Tests.Operators.Quantized;

/// <summary>The same quantized models in both engines. Where ONNX Runtime computes in integers, every integer agrees; where it computes in floats, to one quantum.</summary>
public sealed class QdqPassTests
{
    private const float Scale = 0.31f;

    public static TheoryData<OnnxElementType, OnnxElementType, bool> Types => Int8ProductOperatorsTests.Types;

    [Theory]
    [MemberData(nameof(Types))]
    public void Apply_ProductsThenQuantize_EveryInteger(OnnxElementType type, OnnxElementType weightType, bool isPerColumn)
    {
        int least = type == OnnxElementType.Int8 ? -128 : 0;
        foreach (string kind in (string[])["MatMul", "MatMul+Add", "MatMul+Relu", "MatMul+Add+Relu", "Gemm", "Gemm+Relu", "Gemm+Clip", "Gemm transposed", "Gemm of float bias", "Gemm without bias"])
        {
            bool isLimited = kind.Contains("Relu", StringComparison.Ordinal) || kind.Contains("Clip", StringComparison.Ordinal);
            foreach (int rows in (int[])[1, 5])
            {
                QuantizedLayers layers = new(rows);
                string y = Product(layers, kind, type, weightType, isPerColumn);
                y = layers.QuantizeDequantize(y, type, Scale, isLimited ? least : least + 100).Floats;
                Check(layers, y, rows, 0, isLimited && !kind.StartsWith("MatMul+R", StringComparison.Ordinal) ? "QGemm" : null);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Apply_ProductsToFloats_EveryBit(OnnxElementType type, OnnxElementType weightType, bool isPerColumn)
    {
        foreach (string kind in (string[])["MatMul", "MatMul+Relu", "Gemm", "Gemm+Relu", "Gemm transposed"])
        {
            QuantizedLayers layers = new(kind.Length);
            Check(layers, Product(layers, kind, type, weightType, isPerColumn), 5, 0, kind.StartsWith("MatMul", StringComparison.Ordinal) ? "MatMulIntegerToFloat" : "QGemm");
        }
    }

    /// <summary>ONNX Runtime multiplies floats here, whose sums round.</summary>
    [Theory]
    [InlineData("MatMul+Add")]
    [InlineData("MatMul+Add+Relu")]
    [InlineData("Gemm of float bias")]
    public void Apply_ProductsWithFloatBiasToFloats_NearlyTheSame(string kind)
    {
        QuantizedLayers layers = new(3);
        Check(layers, Product(layers, kind, OnnxElementType.UInt8, OnnxElementType.Int8, true), 5, 1e-4, "MatMulIntegerToFloat");
    }

    /// <summary>The ReLU stays, as integers below the zero point remain; ONNX Runtime multiplies floats here.</summary>
    [Theory]
    [InlineData("Gemm+Relu")]
    [InlineData("MatMul+Relu")]
    public void Apply_ReluThatMatters_WithinOneQuantum(string kind)
    {
        QuantizedLayers layers = new(3);
        string y = Product(layers, kind, OnnxElementType.UInt8, OnnxElementType.Int8, false);
        Check(layers, layers.QuantizeDequantize(y, OnnxElementType.UInt8, Scale, 100).Floats, 5, Scale * 1.001, null);
    }

    [Fact]
    public void Apply_ThreeLayers_EveryInteger()
    {
        QuantizedLayers layers = new(3);
        (string x, _, float scale) = layers.QuantizeDequantize("x", OnnxElementType.UInt8, 0.02f, 131);
        long depth = 24;
        foreach ((string name, long columns) in ((string, long)[])[("a", 64), ("b", 32), ("c", 10)])
        {
            (string w, float[] scales) = layers.Weights(name, OnnxElementType.Int8, depth, columns, true);
            string y = layers.Add("Gemm", $"{name}_y", [x, w, layers.Bias(name, scale, scales, columns)]);
            if (name != "c") { y = layers.Add("Relu", $"{name}_r", [y]); }
            (x, _, scale) = layers.QuantizeDequantize(y, OnnxElementType.UInt8, Scale, name != "c" ? 0 : 100);
            depth = columns;
        }

        Check(layers, x, 20, 0, "QGemm");
    }

    /// <summary>Products pass words on, ready to use where rows are even, and the last one makes floats of them.</summary>
    [Theory]
    [InlineData(1, 64, 32)]
    [InlineData(20, 64, 32)]
    [InlineData(1, 33, 7)]
    [InlineData(20, 33, 7)]
    public void Apply_ChainOfProductsToFloats_EveryBit(int rows, long first, long second)
    {
        foreach (OnnxElementType type in (OnnxElementType[])[OnnxElementType.UInt8, OnnxElementType.Int8])
        {
            QuantizedLayers layers = new(3);
            string x = layers.QuantizeDequantize("x", type, 0.02f, type == OnnxElementType.Int8 ? 3 : 131).Floats;
            long depth = 24;
            foreach ((string name, long columns) in ((string, long)[])[("a", first), ("b", second), ("c", 10)])
            {
                x = layers.Add("MatMul", $"{name}_y", [x, layers.Weights(name, OnnxElementType.Int8, depth, columns, true).Floats]);
                if (name != "c") { x = layers.QuantizeDequantize(x, type, Scale, 11).Floats; }
                depth = columns;
            }

            Check(layers, x, rows, 0, null);
        }
    }

    private static string Product(QuantizedLayers layers, string kind, OnnxElementType type, OnnxElementType weightType, bool isPerColumn)
    {
        (string x, _, float scale) = layers.QuantizeDequantize("x", type, 0.02f, type == OnnxElementType.Int8 ? 3 : 131);
        bool isTransposed = kind.EndsWith("transposed", StringComparison.Ordinal);
        (string w, float[] scales) = layers.Weights("l", weightType, 24, 12, isPerColumn, isTransposed);
        string y;
        if (kind.StartsWith("MatMul", StringComparison.Ordinal))
        {
            y = layers.Add("MatMul", "p", [x, w]);
            if (kind.Contains("Add", StringComparison.Ordinal)) { y = layers.Add("Add", "a", [y, layers.Constant(layers.Draw.Floats("fb", 2f, 12))]); }
        }
        else
        {
            string[] bias = kind.EndsWith("without bias", StringComparison.Ordinal) ? []
                : kind.EndsWith("float bias", StringComparison.Ordinal) ? [layers.Constant(layers.Draw.Floats("fb", 2f, 12))]
                : [layers.Bias("l", scale, scales, 12)];
            y = layers.Add("Gemm", "p", [x, w, .. bias], OnnxAttribute.Int("transB", isTransposed ? 1 : 0));
        }

        if (kind.Contains("Clip", StringComparison.Ordinal)) { y = layers.Add("Clip", "r", [y, layers.Constant(OnnxTensor.Floats("none", [], [0f]))]); }
        return kind.Contains("Relu", StringComparison.Ordinal) ? layers.Add("Relu", "r", [y]) : y;
    }

    private static void Check(QuantizedLayers layers, string last, int rows, double absolute, string? choice)
    {
        OnnxTensor x = layers.Draw.Floats("x", 3f, rows, 24);
        OnnxModel model = NodeModel.Of(13, layers.Nodes, [NodeModel.InputLike(x)], [new OnnxValueInfo(last, OnnxElementType.Float, []) { HasShape = false }], layers.Constants);

        Oracle.Check(model, [x], absolute: absolute);

        if (choice is not null) { Assert.All(SimdModel.Compile(model).Choices, made => Assert.StartsWith(choice, made, StringComparison.Ordinal)); }
    }
}
