using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Tests.Operators.Dense;
using ModelOps.Onnx.Tests.Support;

namespace ModelOps.Onnx.Tests.Operators.Attention;

/// <summary>Attention of <c>ai.onnx</c> against ONNX Runtime. Results are means of values of size 1; tolerance 1e-5 absolute.</summary>
public class AttentionTests
{
    private const double Tolerance = 1e-5;

    /// <summary>Batch, heads of queries, heads of keys, queries, keys, size of keys, size of values.</summary>
    public static TheoryData<int, int, int, int, int, int, int> Sizes => new()
    {
        { 1, 1, 1, 1, 1, 1, 1 },
        { 2, 4, 4, 5, 5, 8, 8 },
        { 2, 4, 2, 7, 9, 16, 12 },
        { 1, 6, 1, 3, 70, 33, 65 },
        { 1, 2, 2, 130, 130, 20, 20 },
        { 3, 2, 1, 1, 17, 64, 64 },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Attention_EachForm_AsOnnxRuntime(int batch, int heads, int keyHeads, int queries, int keys, int size, int valueSize)
    {
        foreach (bool isFlat in (bool[])[false, true])
        {
            OnnxTensor[] inputs = Inputs(isFlat, batch, heads, keyHeads, queries, keys, size, valueSize);
            OnnxAttribute[] counts = isFlat ? [OnnxAttribute.Int("q_num_heads", heads), OnnxAttribute.Int("kv_num_heads", keyHeads)] : [];
            OnnxAttribute causal = OnnxAttribute.Int("is_causal", 1);
            OnnxTensor rows = Drawn.Floats("mask", 4, 3, queries, keys);
            OnnxTensor all = Drawn.Floats("mask", 5, 3, batch, heads, queries, keys);
            OnnxTensor shared = Drawn.Floats("mask", 6, 3, 1, heads, queries, keys);
            OnnxTensor visible = Draw.Tensor("mask", OnnxElementType.Bool, [batch, 1, queries, keys], 7);
            Check(23, inputs, counts);
            Check(24, inputs, [.. counts, OnnxAttribute.Float("scale", 0.4f)]);
            Check(23, inputs, [.. counts, causal]);
            Check(23, [.. inputs, rows], counts);
            Check(23, [.. inputs, rows], [.. counts, causal]);
            Check(23, [.. inputs, all], [.. counts, OnnxAttribute.Float("softcap", 0.7f)]);
            Check(23, [.. inputs, shared], [.. counts, causal, OnnxAttribute.Float("softcap", 2f)]);
            Check(23, [.. inputs, visible], counts);
            Check(23, [.. inputs, visible], [.. counts, causal, OnnxAttribute.Float("softcap", 1f)]);
        }
    }

    [Fact]
    public void Attention_NoKeyVisible_AsOnnxRuntime()
    {
        OnnxTensor[] inputs = Inputs(false, 2, 3, 3, 4, 6, 8, 8);
        OnnxTensor hidden = new("mask", OnnxElementType.Bool, [4, 6], new byte[24]);
        Check(23, [.. inputs, hidden], []);
        Check(23, [.. inputs, hidden], [OnnxAttribute.Int("is_causal", 1)]);
        foreach (float none in (float[])[float.NegativeInfinity, float.MinValue, -1e9f])
        {
            OnnxTensor added = OnnxTensor.Floats("mask", [4, 6], [.. Enumerable.Range(0, 24).Select(i => i is >= 6 and < 12 || i % 3 == 0 ? none : 0)]);
            Check(23, [.. inputs, added], []);
        }
    }

    [Theory]
    [InlineData(4, 4, 1, 9)]
    [InlineData(4, 2, 3, 5)]
    [InlineData(3, 1, 8, 0)]
    public void Attention_PastKeys_AsOnnxRuntime(int heads, int keyHeads, int queries, int past)
    {
        foreach (bool isFlat in (bool[])[false, true])
        {
            OnnxTensor[] inputs = [.. Inputs(isFlat, 2, heads, keyHeads, queries, queries, 8, 10), Drawn.Floats("pastKey", 8, 1, 2, keyHeads, past, 8), Drawn.Floats("pastValue", 9, 1, 2, keyHeads, past, 10)];
            OnnxAttribute[] counts = isFlat ? [OnnxAttribute.Int("q_num_heads", heads), OnnxAttribute.Int("kv_num_heads", keyHeads)] : [];
            foreach (int causal in (int[])[0, 1])
            {
                OnnxNode node = new("Attention", ["q", "k", "v", string.Empty, "pastKey", "pastValue"], ["y", "key", "value"]) { Attributes = [.. counts, OnnxAttribute.Int("is_causal", causal)] };
                OneNode.Check(23, node, inputs, absolute: Tolerance);
            }
        }
    }

    [Fact]
    public void Attention_Lanes_SameBits()
    {
        OnnxTensor[] inputs = [.. Inputs(true, 8, 4, 2, 9, 9, 8, 8), Drawn.Floats("mask", 4, 2, 8, 1, 9, 9)];
        OnnxNode node = new("Attention", ["q", "k", "v", "mask"], ["y"]) { Attributes = [OnnxAttribute.Int("q_num_heads", 4), OnnxAttribute.Int("kv_num_heads", 2), OnnxAttribute.Int("is_causal", 1)] };
        OnnxModel model = NodeModel.Of(23, node, [.. inputs.Select(static i => NodeModel.InputLike(i))], [OnnxElementType.Float]);
        OnnxTensor whole = Oracle.RunSimd(SimdModel.Compile(model), inputs)[0];
        OnnxTensor split = Oracle.RunSimd(SimdModel.Compile(model, SimdModelOptions.Default with { MaxDegreeOfParallelism = 2, MinRowsPerThread = 1 }), inputs)[0];
        Oracle.AssertClose(whole, split, 0, 0);
    }

    [Fact]
    public void Attention_ScoresAskedFor_IsRefused()
    {
        OnnxTensor[] inputs = Inputs(false, 1, 2, 2, 3, 3, 4, 4);
        OnnxNode node = new("Attention", ["q", "k", "v"], ["y", string.Empty, string.Empty, "scores"]);
        OnnxModel model = NodeModel.Of(23, node, [.. inputs.Select(static i => NodeModel.InputLike(i))], [OnnxElementType.Float, OnnxElementType.Float]);
        Assert.Contains("qk_matmul_output", Assert.Throws<UnsupportedOnnxModelException>(() => SimdModel.Compile(model)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new long[] { 1, 2, 3, 4 }, new long[] { 1, 2, 5, 3 }, "have no products")]
    [InlineData(new long[] { 1, 3, 3, 4 }, new long[] { 1, 2, 5, 4 }, "do not share")]
    [InlineData(new long[] { 2, 2, 3, 4 }, new long[] { 1, 2, 5, 4 }, "sequences")]
    [InlineData(new long[] { 1, 3, 8 }, new long[] { 1, 2, 5, 4 }, "neither")]
    [InlineData(new long[] { 0, 1, 1, 4 }, new long[] { 0, 1, 1 << 30, 4 }, "too many")]
    public void Attention_ShapesThatDoNotFit_AreRefused(long[] query, long[] keys, string why)
    {
        OnnxTensor[] inputs = [Drawn.Floats("q", 1, 1, query), Drawn.Floats("k", 2, 1, keys), Drawn.Floats("v", 3, 1, keys)];
        OnnxModel model = NodeModel.Of(23, new OnnxNode("Attention", ["q", "k", "v"], ["y"]), [.. inputs.Select(static i => new OnnxValueInfo(i.Name, i.ElementType, [.. i.Shape.Select(static _ => -1L)]))], [OnnxElementType.Float]);
        Assert.Contains(why, Assert.ThrowsAny<ModelOpsException>(() => Oracle.RunSimd(SimdModel.Compile(model), inputs)).Message, StringComparison.Ordinal);
    }

    private static void Check(int opset, OnnxTensor[] inputs, OnnxAttribute[] attributes) =>
        OneNode.Check(opset, new OnnxNode("Attention", [.. inputs.Select(static i => i.Name)], ["y"]) { Attributes = attributes }, inputs, absolute: Tolerance);

    private static OnnxTensor[] Inputs(bool isFlat, int batch, int heads, int keyHeads, int queries, int keys, int size, int valueSize) =>
    [
        isFlat ? Drawn.Floats("q", 1, 2, batch, queries, heads * size) : Drawn.Floats("q", 1, 2, batch, heads, queries, size),
        isFlat ? Drawn.Floats("k", 2, 1, batch, keys, keyHeads * size) : Drawn.Floats("k", 2, 1, batch, keyHeads, keys, size),
        isFlat ? Drawn.Floats("v", 3, 1, batch, keys, keyHeads * valueSize) : Drawn.Floats("v", 3, 1, batch, keyHeads, keys, valueSize),
    ];
}
