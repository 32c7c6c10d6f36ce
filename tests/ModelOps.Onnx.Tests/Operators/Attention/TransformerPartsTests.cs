using ModelOps.Onnx.Tests.Operators.Dense;
using ModelOps.Onnx.Tests.Support;

namespace ModelOps.Onnx.Tests.Operators.Attention;

/// <summary>What stands around attention, against ONNX Runtime: GELU in its forms, normalised sums, rotary embeddings.</summary>
public class TransformerPartsTests
{
    [Theory]
    [InlineData("Gelu", "", "none")]
    [InlineData("Gelu", "", "tanh")]
    [InlineData("Gelu", "com.microsoft", null)]
    [InlineData("FastGelu", "com.microsoft", null)]
    [InlineData("QuickGelu", "com.microsoft", null)]
    public void Gelu_EachLength_AsOnnxRuntime(string op, string domain, string? approximate)
    {
        OnnxNode node = new(op, ["x"], ["y"]) { Domain = domain, Attributes = approximate is null ? [] : [OnnxAttribute.String("approximate", approximate)] };
        foreach (int length in (int[])[1, 7, 16, 33, 5000]) { OneNode.Check(20, node, [Drawn.Floats("x", length, 6, 2, length)], relative: 2e-6, absolute: 2e-6); }
    }

    [Theory]
    [InlineData("BiasGelu")]
    [InlineData("FastGelu")]
    public void BiasGelu_EachLength_AsOnnxRuntime(string op)
    {
        OnnxNode node = new(op, ["x", "bias"], ["y"]) { Domain = "com.microsoft" };
        foreach (int length in (int[])[1, 7, 16, 33, 257])
        {
            OnnxTensor x = Drawn.Floats("x", length, 4, 3, 2, length), bias = Drawn.Floats("bias", 2, 2, length);
            OneNode.Check(17, node, [x, bias], relative: 2e-6, absolute: 2e-6);
            OneNode.Check(17, node, [x], [bias], relative: 2e-6, absolute: 2e-6);
        }
    }

    [Theory]
    [InlineData("SkipLayerNormalization", true)]
    [InlineData("SkipSimplifiedLayerNormalization", false)]
    public void SkipNormalization_EachInput_AsOnnxRuntime(string op, bool isCentred)
    {
        foreach (int length in (int[])[7, 16, 33, 100])
        {
            OnnxTensor x = Drawn.Floats("x", 1, 2, 2, 5, length), scale = Drawn.Floats("scale", 3, 1, length), shift = Drawn.Floats("shift", 4, 1, length), bias = Drawn.Floats("bias", 5, 1, length);
            string[] start = isCentred ? ["x", "skip", "scale", "shift"] : ["x", "skip", "scale"];
            OnnxTensor[] constants = isCentred ? [scale, shift] : [scale];
            OnnxNode node = new(op, start, ["y"]) { Domain = "com.microsoft", Attributes = [OnnxAttribute.Float("epsilon", 1e-5f)] };
            OnnxNode biased = node with { Inputs = [.. start, "bias"], Outputs = ["y", string.Empty, string.Empty, "sum"] };
            foreach (long[] shape in (long[][])[[2, 5, length], [1, 5, length], [5, length]])
            {
                OnnxTensor skip = Drawn.Floats("skip", 2, 2, shape);
                OneNode.Check(17, node, [x, skip], constants, relative: 1e-5, absolute: 1e-5);
                OneNode.Check(17, biased, [x, skip], [.. constants, bias], [OnnxElementType.Float, OnnxElementType.Float], 1e-5, 1e-5);
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void RotaryEmbedding_EachForm_AsOnnxRuntime(int interleaved)
    {
        OnnxAttribute order = OnnxAttribute.Int("interleaved", interleaved);
        OnnxTensor flat = Drawn.Floats("x", 1, 2, 2, 5, 4 * 16), apart = Drawn.Floats("x", 2, 2, 2, 4, 5, 16);
        OnnxTensor cosines = Drawn.Floats("cos", 3, 1, 20, 8), sines = Drawn.Floats("sin", 4, 1, 20, 8);
        OnnxTensor positions = OnnxTensor.Int64s("at", [2, 5], [0, 1, 2, 3, 4, 15, 16, 17, 18, 19]);
        OnnxNode node = new("RotaryEmbedding", ["x", "cos", "sin", "at"], ["y"]) { Attributes = [order] };
        OneNode.Check(23, node, [apart, positions], [cosines, sines], absolute: 1e-6);
        OneNode.Check(23, node with { Attributes = [order, OnnxAttribute.Int("num_heads", 4)] }, [flat, positions], [cosines, sines], absolute: 1e-6);
        OnnxTensor ofPlaces = Drawn.Floats("cos", 5, 1, 2, 5, 8), others = Drawn.Floats("sin", 6, 1, 2, 5, 8);
        OneNode.Check(23, node with { Inputs = ["x", "cos", "sin"] }, [apart], [ofPlaces, others], absolute: 1e-6);
        OnnxTensor half = Drawn.Floats("cos", 7, 1, 20, 4), halfSines = Drawn.Floats("sin", 8, 1, 20, 4);
        OneNode.Check(23, node with { Attributes = [order, OnnxAttribute.Int("rotary_embedding_dim", 8)] }, [apart, positions], [half, halfSines], absolute: 1e-6);

        OnnxNode fused = new("RotaryEmbedding", ["x", "at", "cos", "sin"], ["y"]) { Domain = "com.microsoft", Attributes = [order] };
        OneNode.Check(17, fused, [flat, positions], [cosines, sines], absolute: 1e-6);
        OneNode.Check(17, fused, [flat, OnnxTensor.Int64s("at", [1], [7])], [cosines, sines], absolute: 1e-6);
        OneNode.Check(17, fused, [apart, positions], [cosines, sines], absolute: 1e-6);
    }
}
