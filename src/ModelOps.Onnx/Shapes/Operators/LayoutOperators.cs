namespace ModelOps.Onnx.Shapes.Operators;

/// <summary>Operators that move, repeat or surround elements.</summary>
internal static class LayoutOperators
{
    public static void Register(OperatorRegistry registry)
    {
        registry.Add(Transpose, "Transpose");
        registry.Add(Expand, "Expand");
        registry.Add(Tile, "Tile");
        registry.Add(Pad, "Pad");
        registry.Add(DepthToSpace, "DepthToSpace");
        registry.Add(SpaceToDepth, "SpaceToDepth");
        registry.Add(Resize, "Resize", "Upsample");
    }

    private static void Transpose(NodeContext node)
    {
        IReadOnlyList<long>? order = node.Ints("perm");
        if (node.Shape(0) is not { } shape)
        {
            node.Set(0, node.Type(0), order is null ? null : ConstantOperators.Unknown(order.Count));
            return;
        }

        order ??= [.. Enumerable.Range(0, shape.Length).Select(i => (long)(shape.Length - 1 - i))];
        if (order.Count != shape.Length || order.Distinct().Count() != order.Count || order.Any(axis => axis < 0 || axis >= shape.Length))
        {
            node.Find(OnnxRule.Attribute, $"perm [{string.Join(", ", order)}] is no order of {shape.Length} dimensions");
            return;
        }

        node.Set(0, node.Type(0), [.. order.Select(axis => shape[axis])], shape.Length <= 1 ? node.Content(0) : null);
    }

    private static void Expand(NodeContext node)
    {
        Dim[]? target = ConstantOperators.FromContent(node, 1);
        Dim[]? shape = target is null || node.Shape(0) is not { } from ? null : Broadcasting.Pair(node, from, target);
        Dim[]? content = node.Content(0) is [var element] && shape is [{ IsKnown: true, Value: <= Fact.MaxContent } count] ? [.. Enumerable.Repeat(element, (int)count.Value)] : null;
        node.Set(0, node.Type(0), shape, content);
    }

    private static void Tile(NodeContext node)
    {
        if (node.Shape(0) is not { } shape) { node.Set(0, node.Type(0), ConstantOperators.FromContent(node, 1) is { } repeats ? ConstantOperators.Unknown(repeats.Length) : null); }
        else if (node.Content(1) is not { } repeats) { node.Set(0, node.Type(0), ConstantOperators.Unknown(shape.Length)); }
        else if (repeats.Length != shape.Length) { node.Find(OnnxRule.Size, $"there are {repeats.Length} repeats for {shape.Length} dimensions"); }
        else { node.Set(0, node.Type(0), [.. shape.Select((size, i) => NotNegative(DimMath.Multiply(size, repeats[i])))]); }
    }

    private static void Pad(NodeContext node)
    {
        if (node.Shape(0) is not { } shape)
        {
            node.Set(0, node.Type(0), null);
            return;
        }

        Dim[]? pads = node.Version < 11 ? node.Ints("pads")?.Select(static pad => (Dim)pad).ToArray() : node.Content(1);
        if (pads is null || (node.Has(3) && node.Values(3) is null))
        {
            node.Set(0, node.Type(0), ConstantOperators.Unknown(shape.Length));
            return;
        }

        long[] axes = node.Has(3) ? node.Values(3)! : [.. Enumerable.Range(0, shape.Length).Select(static axis => (long)axis)];
        if (pads.Length != 2 * axes.Length)
        {
            node.Find(OnnxRule.Size, $"there are {pads.Length} pads, expected two for each of {axes.Length} dimensions");
            return;
        }

        Dim[] result = [.. shape];
        for (int i = 0; i < axes.Length; i++)
        {
            if (!node.TryAxis(axes[i], shape.Length, out int axis)) { return; }
            result[axis] = NotNegative(DimMath.Add(result[axis], DimMath.Add(pads[i], pads[i + axes.Length])));
        }

        node.Set(0, node.Type(0), result);
    }

    private static void DepthToSpace(NodeContext node) => Blocks(node, static (shape, block) =>
        [shape[0], DimMath.Divide(shape[1], DimMath.Multiply(block, block)), DimMath.Multiply(shape[2], block), DimMath.Multiply(shape[3], block)]);

    private static void SpaceToDepth(NodeContext node) => Blocks(node, static (shape, block) =>
        [shape[0], DimMath.Multiply(shape[1], DimMath.Multiply(block, block)), DimMath.Divide(shape[2], block), DimMath.Divide(shape[3], block)]);

    private static void Blocks(NodeContext node, Func<Dim[], Dim, Dim[]> move)
    {
        long block = node.Int("blocksize", 0);
        if (block < 1) { node.Find(OnnxRule.Attribute, $"its block size is {block}"); }
        else if (node.MayHaveRank(0, 4)) { node.Set(0, node.Type(0), node.Shape(0) is { } shape ? move(shape, block) : ConstantOperators.Unknown(4)); }
    }

    // Sizes follow from scales in floats with a rounding that depends on the version; only what is told in full is taken.
    private static void Resize(NodeContext node)
    {
        if (node.Shape(0) is not { } shape)
        {
            node.Set(0, node.Type(0), null);
            return;
        }

        bool tells = node.Node.OpType == "Resize" && node.Version >= 11 && !node.HasAttribute("axes") && node.Text("keep_aspect_ratio_policy", "stretch") == "stretch";
        Dim[]? sizes = tells && node.Has(3) ? ConstantOperators.FromContent(node, 3) : null;
        node.Set(0, node.Type(0), sizes?.Length == shape.Length ? sizes : ConstantOperators.Unknown(shape.Length));
    }

    private static Dim NotNegative(Dim size) => size.IsKnown && size.Value < 0 ? Dim.Unknown : size;
}
