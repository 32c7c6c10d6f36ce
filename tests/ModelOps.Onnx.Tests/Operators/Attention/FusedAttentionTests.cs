using System.Runtime.InteropServices;
using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Tests.Operators.Dense;
using ModelOps.Onnx.Tests.Support;

namespace ModelOps.Onnx.Tests.Operators.Attention;

/// <summary>The forms of attention that ONNX Runtime's optimizer makes, against ONNX Runtime. Tolerance 2e-5 absolute of values near 1.</summary>
public class FusedAttentionTests
{
    private const double Tolerance = 2e-5;
    private const int Heads = 3;
    private const int Size = 8;

    /// <summary>Masks of 32-bit integers: lengths, ends and starts, an element for each key, an element for each query and key.</summary>
    private static OnnxTensor?[] Padding(int batch, int queries, int keys) =>
    [
        null,
        Integers("padding", [batch], [.. Enumerable.Range(0, batch).Select(i => Math.Max(1, keys - i))]),
        Integers("padding", [batch, keys], Bits(batch, keys, 1)),
        Integers("padding", [batch, queries, keys], Bits(batch * queries, keys, 2)),
    ];

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(2, 5, 5)]
    [InlineData(2, 4, 9)]
    [InlineData(1, 70, 70)]
    public void MultiHeadAttention_EachMask_AsOnnxRuntime(int batch, int queries, int keys)
    {
        OnnxTensor[] inputs = [Drawn.Floats("q", 1, 1, batch, queries, Heads * Size), Drawn.Floats("k", 2, 1, batch, keys, Heads * Size), Drawn.Floats("v", 3, 1, batch, keys, Heads * 10)];
        OnnxTensor bias = Drawn.Floats("bias", 4, 1, (Heads * Size * 2) + (Heads * 10));
        foreach (OnnxTensor? padding in Padding(batch, queries, keys))
        {
            OnnxTensor[] masked = padding is null ? inputs : [.. inputs, padding];
            string mask = padding?.Name ?? string.Empty;
            Run("MultiHeadAttention", ["q", "k", "v", "bias", mask], masked, [bias], []);
            Run("MultiHeadAttention", ["q", "k", "v", string.Empty, mask], masked, [], [OnnxAttribute.Float("scale", 0.2f), OnnxAttribute.Float("mask_filter_value", -50)]);
            OnnxTensor added = Drawn.Floats("added", 5, 2, 1, Heads, queries, keys);
            Run("MultiHeadAttention", ["q", "k", "v", "bias", mask, "added"], [.. masked, added], [bias], []);
        }

        if (queries == keys) { Run("MultiHeadAttention", ["q", "k", "v"], inputs, [], [OnnxAttribute.Int("unidirectional", 1)]); }
    }

    [Fact]
    public void MultiHeadAttention_PastKeys_AsOnnxRuntime()
    {
        OnnxTensor[] inputs =
        [
            Drawn.Floats("q", 1, 1, 2, 3, Heads * Size), Drawn.Floats("k", 2, 1, 2, 3, Heads * Size), Drawn.Floats("v", 3, 1, 2, 3, Heads * Size),
            Drawn.Floats("pastKey", 4, 1, 2, Heads, 5, Size), Drawn.Floats("pastValue", 5, 1, 2, Heads, 5, Size),
        ];
        foreach (int causal in (int[])[0, 1])
        {
            OnnxNode node = Node("MultiHeadAttention", ["q", "k", "v", string.Empty, string.Empty, string.Empty, "pastKey", "pastValue"], [OnnxAttribute.Int("unidirectional", causal)]);
            OneNode.Check(17, node with { Outputs = ["y", "key", "value"] }, inputs, absolute: Tolerance);
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 5)]
    [InlineData(1, 70)]
    public void Attention_EachMask_AsOnnxRuntime(int batch, int length)
    {
        OnnxTensor x = Drawn.Floats("x", 1, 1, batch, length, 20);
        OnnxTensor weights = Drawn.Floats("weights", 2, 0.3f, 20, 3 * Heads * Size), bias = Drawn.Floats("bias", 3, 1, 3 * Heads * Size);
        int[] ends = [.. Enumerable.Range(0, 2 * batch).Select(i => i < batch ? length : Math.Min(i - batch, length - 1))];
        foreach (OnnxTensor? padding in (OnnxTensor?[])[.. Padding(batch, length, length), Integers("padding", [2 * batch], ends)])
        {
            OnnxTensor[] inputs = padding is null ? [x] : [x, padding];
            string mask = padding?.Name ?? string.Empty;
            Run("Attention", ["x", "weights", "bias", mask], inputs, [weights, bias], []);
            Run("Attention", ["x", "weights", "bias", mask], inputs, [weights, bias], [OnnxAttribute.Int("unidirectional", 1), OnnxAttribute.Float("scale", 0.3f)]);
            OnnxTensor added = Drawn.Floats("added", 5, 2, batch, Heads, length, length);
            Run("Attention", ["x", "weights", "bias", mask, string.Empty, "added"], [.. inputs, added], [weights, bias], []);
        }

        OnnxTensor wide = Drawn.Floats("weights", 2, 0.3f, 20, Heads * ((2 * Size) + 4)), longer = Drawn.Floats("bias", 3, 1, Heads * ((2 * Size) + 4));
        Run("Attention", ["x", "weights", "bias"], [x], [wide, longer], [OnnxAttribute.Ints("qkv_hidden_sizes", [Heads * Size, Heads * Size, Heads * 4])]);
    }

    /// <summary>Scores near -10000 keep three digits behind the point, so results do too.</summary>
    [Fact]
    public void Attention_NoKeyVisible_AsOnnxRuntime()
    {
        OnnxTensor x = Drawn.Floats("x", 1, 1, 2, 5, 20), weights = Drawn.Floats("weights", 2, 0.3f, 20, 3 * Heads * Size), bias = Drawn.Floats("bias", 3, 1, 3 * Heads * Size);
        OneNode.Check(17, Node("Attention", ["x", "weights", "bias", "padding"], []), [x, Integers("padding", [2, 5], new int[10])], [weights, bias], absolute: 2e-3);
        OnnxTensor added = OnnxTensor.Floats("added", [1, 1, 5, 5], [.. Enumerable.Repeat(float.NegativeInfinity, 25)]);
        OneNode.Check(17, Node("Attention", ["x", "weights", "bias", string.Empty, string.Empty, "added"], []), [x, added], [weights, bias], absolute: 2e-3);
        OnnxTensor[] apart = [Drawn.Floats("q", 1, 1, 1, 5, Heads * Size), Drawn.Floats("k", 2, 1, 1, 5, Heads * Size), Drawn.Floats("v", 3, 1, 1, 5, Heads * Size)];
        OneNode.Check(17, Node("MultiHeadAttention", ["q", "k", "v", string.Empty, string.Empty, "added"], []), [.. apart, added], absolute: 2e-3);
    }

    [Fact]
    public void PackedInputs_AreRefused()
    {
        OnnxTensor packed = Drawn.Floats("q", 1, 1, 1, 2, Heads, 3, Size);
        OnnxModel model = NodeModel.Of(17, Node("MultiHeadAttention", ["q"], []), [NodeModel.InputLike(packed)], [OnnxElementType.Float]);
        Assert.Contains("packed in one input", Assert.Throws<UnsupportedOnnxModelException>(() => SimdModel.Compile(model)).Message, StringComparison.Ordinal);
    }

    private static void Run(string op, string[] names, OnnxTensor[] inputs, OnnxTensor[] constants, OnnxAttribute[] attributes) =>
        OneNode.Check(17, Node(op, names, attributes), inputs, constants, absolute: Tolerance);

    private static OnnxNode Node(string op, string[] inputs, OnnxAttribute[] attributes) =>
        new(op, inputs, ["y"]) { Domain = "com.microsoft", Attributes = [OnnxAttribute.Int("num_heads", Heads), .. attributes] };

    private static OnnxTensor Integers(string name, long[] shape, int[] values) => new(name, OnnxElementType.Int32, shape, MemoryMarshal.AsBytes<int>(values).ToArray());

    /// <summary>Zeros and ones, the first of each row a one.</summary>
    private static int[] Bits(int rows, int keys, int seed)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, rows * keys).Select(i => i % keys == 0 ? 1 : random.Next(2))];
    }
}
