using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Kernels.Dense;
using ModelOps.Onnx.Operators.Dense;

namespace ModelOps.Onnx.Operators.Attention;

/// <summary>Attention of <c>ai.onnx</c> 23 and 24, and the forms that ONNX Runtime's optimizer makes of it.</summary>
internal static class AttentionOperators
{
    /// <summary>What ONNX Runtime's own forms add to a score that a mask hides, where a node does not say it.</summary>
    private const float Hidden = -10000;

    /// <summary>Adds them.</summary>
    public static void AddTo(OperatorSet set)
    {
        set.Add(string.Empty, "Attention", Attention);
        set.Add(DenseOperators.Microsoft, "MultiHeadAttention", MultiHead);
        set.Add(DenseOperators.Microsoft, "Attention", Packed);
    }

    private static CompiledNode Attention(NodeContext node)
    {
        RequireFloats(node, 0, 1, 2, 4, 5);
        if (node.HasInput(3)) { node.RequireType(3, OnnxElementType.Float, OnnxElementType.Bool); }
        if (node.HasInput(6)) { throw new UnsupportedNodeException("it is given lengths without padding (nonpad_kv_seqlen)"); }
        if (node.HasOutput(3)) { throw new UnsupportedNodeException("its scores are asked for (qk_matmul_output)"); }
        RequirePair(node, 4);
        SetOutputs(node);
        bool isCausal = node.Attributes.Flag("is_causal");
        (float scale, float softcap) = (node.Attributes.Float("scale", float.NaN), node.Attributes.Float("softcap", 0));
        (int, int) heads = (Count(node, "q_num_heads"), Count(node, "kv_num_heads"));
        return new CompiledNode(v => new AttentionStep(
            v, heads, null, (v.OptionalInput(4), v.OptionalInput(5)), new AttentionCore(scale, softcap, Masks(v, 3, null, isCausal, v.OptionalInput(4), 0), isNothingZero: true)))
        { IsRowWise = HasRows(node, 0, 1, 2, 4, 5) };
    }

    private static CompiledNode MultiHead(NodeContext node)
    {
        if (!node.HasInput(1) || !node.HasInput(2)) { throw new UnsupportedNodeException("its queries, keys and values are packed in one input"); }
        RequireFloats(node, 0, 1, 2, 3, 5, 6, 7);
        if (node.HasInput(4)) { node.RequireType(4, OnnxElementType.Int32); }
        if (node.HasInput(8) || node.HasInput(9)) { throw new UnsupportedNodeException("it shares the memory of past and present keys"); }
        if (node.HasOutput(3)) { throw new UnsupportedNodeException("its scores are asked for (qk)"); }
        RequirePair(node, 6);
        SetOutputs(node);
        int heads = RequireHeads(node);
        bool isCausal = node.Attributes.Flag("unidirectional");
        (float scale, float hidden) = (Scale(node), node.Attributes.Float("mask_filter_value", Hidden));
        return new CompiledNode(v => new AttentionStep(
            v, (heads, heads), v.OptionalInput(3), (v.OptionalInput(6), v.OptionalInput(7)), new AttentionCore(scale, 0, Masks(v, 5, 4, isCausal, v.OptionalInput(6), hidden), isNothingZero: false)))
        {
            IsRowWise = HasRows(node, 0, 1, 2, 6, 7) && (!node.HasInput(3) || node.Constant(3) is not null),
        };
    }

    private static CompiledNode Packed(NodeContext node)
    {
        RequireFloats(node, 0, 1, 2, 5);
        if (node.HasInput(3)) { node.RequireType(3, OnnxElementType.Int32); }
        if (node.HasInput(4) || node.HasInput(6) || node.HasOutput(1)) { throw new UnsupportedNodeException("it keeps past keys and values"); }
        if (node.Attributes.Flag("do_rotary")) { throw new UnsupportedNodeException("it rotates queries and keys (do_rotary)"); }
        if (node.Constant(1) is not { Shape.Count: 2 } weights || (node.HasInput(2) && node.Constant(2) is null)) { throw new UnsupportedNodeException("its weights or bias are not constant"); }
        node.SetOutputType(0, OnnxElementType.Float);
        (int depth, int width, int heads) = ((int)weights.Shape[0], (int)weights.Shape[1], RequireHeads(node));
        IReadOnlyList<long> sizes = node.Attributes.Ints("qkv_hidden_sizes") is { Count: 3 } given ? given : [width / 3, width / 3, width / 3];
        if (sizes[0] != sizes[1] || sizes.Any(s => s <= 0 || s % heads != 0) || sizes.Sum() != width)
        {
            throw new UnsupportedNodeException($"queries, keys and values of {string.Join(", ", sizes)} elements do not make {heads} heads of {width} columns");
        }

        ReadOnlySpan<float> bias = node.Constant(2) is { } b ? b.Span<float>() : [];
        if (!bias.IsEmpty && bias.Length != width) { throw new UnsupportedNodeException($"its bias has not {width} elements"); }
        DenseLayer layer = new(FloatKernels.Best, weights.Span<float>(), depth, width, isTransposed: false, bias, Activation.None);
        bool isCausal = node.Attributes.Flag("unidirectional");
        (float scale, float hidden) = (Scale(node), node.Attributes.Float("mask_filter_value", Hidden));
        return new CompiledNode(v => new PackedAttentionStep(
            v.Input(0), v.Output(0), layer, heads, (int)sizes[0], new AttentionCore(scale, 0, Masks(v, 5, 3, isCausal, null, hidden), isNothingZero: false)))
        { IsRowWise = HasRows(node, 0), Choice = layer.Choice };
    }

    /// <summary>The masks of a node in one frame, in the order in which they are applied.</summary>
    private static ScoreMask[] Masks(NodeValues values, int addend, int? padding, bool isCausal, Value? past, float hidden)
    {
        List<ScoreMask> masks = [];
        if (padding is { } at && values.OptionalInput(at) is { } mask) { masks.Add(new PaddingMask(mask, hidden)); }
        if (values.OptionalInput(addend) is { } added) { masks.Add(new BroadcastMask(added, hidden)); }
        if (isCausal) { masks.Add(new CausalMask(past)); }
        return [.. masks];
    }

    private static void RequireFloats(NodeContext node, params ReadOnlySpan<int> inputs)
    {
        foreach (int i in inputs)
        {
            if (node.HasInput(i)) { node.RequireType(i, OnnxElementType.Float); }
        }
    }

    private static void RequirePair(NodeContext node, int past)
    {
        if (node.HasInput(past) != node.HasInput(past + 1)) { throw new UnsupportedNodeException("it is given past keys without past values, or the other way round"); }
    }

    private static int RequireHeads(NodeContext node) =>
        Count(node, "num_heads") is > 0 and int heads ? heads : throw new UnsupportedNodeException("it does not tell its number of heads (num_heads)");

    private static int Count(NodeContext node, string attribute) => (int)Math.Clamp(node.Attributes.Int(attribute, 0), 0, int.MaxValue);

    /// <summary>ONNX Runtime's own forms take 0 for no scale.</summary>
    private static float Scale(NodeContext node) => node.Attributes.Float("scale", 0) is not 0 and float scale ? scale : float.NaN;

    private static void SetOutputs(NodeContext node)
    {
        for (int i = 0; i < node.OutputCount; i++) { node.SetOutputType(i, OnnxElementType.Float); }
    }

    private static bool HasRows(NodeContext node, params ReadOnlySpan<int> inputs)
    {
        foreach (int i in inputs)
        {
            if (node.Constant(i) is not null) { return false; }
        }

        return true;
    }
}
