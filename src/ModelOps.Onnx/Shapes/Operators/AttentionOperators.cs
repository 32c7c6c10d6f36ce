namespace ModelOps.Onnx.Shapes.Operators;

/// <summary>Attention and what goes with it. Source: ONNX, operators Attention and RotaryEmbedding of version 23.</summary>
internal static class AttentionOperators
{
    public static void Register(OperatorRegistry registry)
    {
        registry.Add(Attention, "Attention");
        registry.Add(ElementwiseOperators.Same, "RotaryEmbedding");
    }

    // Inputs of 4 dimensions are [batch, heads, length, size of a head], of 3 [batch, length, heads * size].
    private static void Attention(NodeContext node)
    {
        Dim[]? q = node.Shape(0);
        Dim[]? k = node.Shape(1);
        Dim[]? v = node.Shape(2);
        if (q is null || k is null || v is null)
        {
            node.Set(0, node.Type(0), null);
            return;
        }

        bool flat = q.Length == 3;
        if (!flat && !node.MayHaveRank(0, 4)) { return; }
        if (!node.MayHaveRank(1, q.Length) || !node.MayHaveRank(2, q.Length)) { return; }
        Dim heads = flat ? Heads(node, "q_num_heads") : q[1];
        Dim keyHeads = flat ? Heads(node, "kv_num_heads") : k[1];
        Dim size = flat ? DimMath.Divide(v[2], keyHeads) : v[3];
        Dim keySize = flat ? DimMath.Divide(k[2], keyHeads) : k[3];
        Dim length = q[flat ? 1 : 2];
        Dim keys = node.Has(4) ? DimMath.Add(node.Shape(4) is { Length: 4 } past ? past[2] : Dim.Unknown, k[flat ? 1 : 2]) : k[flat ? 1 : 2];
        node.Set(0, node.Type(0), flat ? [q[0], length, DimMath.Multiply(heads, size)] : [q[0], heads, length, size]);
        node.Set(1, node.Type(1), [q[0], keyHeads, keys, keySize]);
        node.Set(2, node.Type(2), [q[0], keyHeads, keys, size]);
        node.Set(3, node.Type(0), [q[0], heads, length, keys]);
    }

    private static Dim Heads(NodeContext node, string attribute) => node.Int(attribute, 0) is > 0 and var heads ? heads : Dim.Unknown;
}
