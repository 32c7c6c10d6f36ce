namespace ModelOps.Onnx.Shapes.Operators;

/// <summary>Operators that pick elements.</summary>
internal static class SelectOperators
{
    public static void Register(OperatorRegistry registry)
    {
        registry.Add(Gather, "Gather");
        registry.Add(static node => node.Set(0, node.Type(0), node.Shape(1)), "GatherElements");
        registry.Add(GatherND, "GatherND");
        registry.Add(TopK, "TopK");
        registry.Add(OneHot, "OneHot");
        registry.Add(static node => node.Set(0, OnnxElementType.Int64, [node.Shape(0) is { } shape ? Math.Max(1, shape.Length) : Dim.Unknown, Dim.Unknown]), "NonZero");
        registry.Add(Compress, "Compress");
        registry.Add(Unique, "Unique");
        registry.Add(Multinomial, "Multinomial");
        registry.Add(static node => node.Set(0, OnnxElementType.Int64, [Dim.Unknown, 3]), "NonMaxSuppression");
    }

    private static void Gather(NodeContext node)
    {
        Dim[]? data = node.Shape(0);
        Dim[]? indices = node.Shape(1);
        if (data is null || indices is null)
        {
            node.Set(0, node.Type(0), null);
            return;
        }

        if (!node.TryAxis(node.Int("axis", 0), data.Length, out int axis)) { return; }
        node.Set(0, node.Type(0), [.. data[..axis], .. indices, .. data[(axis + 1)..]], Picked(node, data, indices));
    }

    private static Dim[]? Picked(NodeContext node, Dim[] data, Dim[] indices)
    {
        if (data.Length != 1 || indices.Length > 1 || node.Content(0) is not { } content || node.Values(1) is not { } places) { return null; }
        Dim[] result = new Dim[places.Length];
        for (int i = 0; i < result.Length; i++)
        {
            long place = places[i] < 0 ? places[i] + content.Length : places[i];
            if (place < 0 || place >= content.Length)
            {
                node.Find(OnnxRule.Size, $"index {places[i]} lies outside of {content.Length} elements");
                return null;
            }

            result[i] = content[place];
        }

        return result;
    }

    private static void GatherND(NodeContext node)
    {
        long batch = node.Int("batch_dims", 0);
        if (node.Shape(0) is not { } data || node.Shape(1) is not { Length: > 0 } indices || !indices[^1].IsKnown)
        {
            node.Set(0, node.Type(0), null);
            return;
        }

        long taken = indices[^1].Value;
        if (batch < 0 || batch >= indices.Length || taken < 1 || taken > data.Length - batch) { node.Find(OnnxRule.Size, $"tuples of {taken} indices do not fit {data.Length} dimensions, {batch} of them batches"); }
        else { node.Set(0, node.Type(0), [.. indices[..^1], .. data[(int)(batch + taken)..]]); }
    }

    private static void TopK(NodeContext node)
    {
        Dim[]? result = null;
        if (node.Shape(0) is { } shape)
        {
            if (!node.TryAxis(node.Int("axis", -1), shape.Length, out int axis)) { return; }
            Dim count = node.Version < 10 ? node.Int("k", 0) : node.Content(1) is [var k] ? k : Dim.Unknown;
            if (count.IsKnown && (count.Value < 0 || (shape[axis].IsKnown && count.Value > shape[axis].Value)))
            {
                node.Find(OnnxRule.Size, $"the top {count} of {shape[axis]} elements are asked for");
                return;
            }

            result = [.. shape];
            result[axis] = count;
        }

        node.Set(0, node.Type(0), result);
        node.Set(1, OnnxElementType.Int64, result);
    }

    private static void OneHot(NodeContext node)
    {
        Dim[]? result = null;
        if (node.Shape(0) is { } shape)
        {
            if (!node.TryAxis(node.Int("axis", -1), shape.Length + 1, out int axis)) { return; }
            Dim depth = node.Content(1) is [var count] && !(count.IsKnown && count.Value < 0) ? count : Dim.Unknown;
            result = [.. shape[..axis], depth, .. shape[axis..]];
        }

        node.Set(0, node.Type(2), result);
    }

    private static void Compress(NodeContext node)
    {
        if (!node.HasAttribute("axis"))
        {
            node.Set(0, node.Type(0), [Dim.Unknown]);
            return;
        }

        Dim[]? result = null;
        if (node.Shape(0) is { } shape)
        {
            if (!node.TryAxis(node.Int("axis", 0), shape.Length, out int axis)) { return; }
            result = [.. shape];
            result[axis] = Dim.Unknown;
        }

        node.Set(0, node.Type(0), result);
    }

    private static void Unique(NodeContext node)
    {
        Compress(node);
        for (int i = 1; i < 4; i++) { node.Set(i, OnnxElementType.Int64, [Dim.Unknown]); }
    }

    private static void Multinomial(NodeContext node) =>
        node.Set(0, node.ElementType("dtype", OnnxElementType.Int32), [node.Shape(0) is [var rows, _] ? rows : Dim.Unknown, Math.Max(0, node.Int("sample_size", 1))]);
}
