namespace ModelOps.Onnx.Shapes.Operators;

/// <summary>Operators that write elements into a copy, join tensors, or take them apart.</summary>
internal static class ScatterOperators
{
    public static void Register(OperatorRegistry registry)
    {
        registry.Add(ElementwiseOperators.Same, "Scatter", "ScatterElements", "ScatterND", "TensorScatter");
        registry.Add(static node => Concat(node, 0, 1), "Concat");
        registry.Add(Split, "Split");
    }

    /// <summary>Joins some of a node's inputs along the attribute <c>axis</c>.</summary>
    /// <param name="node">The node.</param>
    /// <param name="first">First tensor among the inputs.</param>
    /// <param name="step">Inputs from one tensor to the next.</param>
    public static void Concat(NodeContext node, int first, int step)
    {
        Dim[]? result = null;
        List<Dim>? content = [];
        for (int i = first; i < node.InputCount; i += step)
        {
            if (i > first) { node.ExpectSameType(first, i); }
            if (node.Shape(i) is not { } shape)
            {
                node.Set(0, node.Type(first), result is null ? null : ConstantOperators.Unknown(result.Length));
                return;
            }

            if (result is not null && result.Length != shape.Length)
            {
                node.Find(OnnxRule.Rank, $"tensors of {result.Length} and of {shape.Length} dimensions are joined");
                return;
            }

            if (!node.TryAxis(node.Int("axis", node.Version < 4 ? 1 : 0), shape.Length, out int axis)) { return; }
            result = result is null ? [.. shape] : Join(node, result, shape, axis);
            content = shape.Length == 1 && node.Content(i) is { } elements && content?.Count + elements.Length <= Fact.MaxContent ? [.. content!, .. elements] : null;
        }

        if (result is not null) { node.Set(0, node.Type(first), result, content is null ? null : [.. content]); }
    }

    private static Dim[] Join(NodeContext node, Dim[] result, Dim[] shape, int axis)
    {
        for (int d = 0; d < result.Length; d++)
        {
            if (d == axis)
            {
                result[d] = DimMath.Add(result[d], shape[d]);
                continue;
            }

            node.ExpectSameSize(result[d], shape[d], $"sizes of dimension {d} of joined tensors");
            if (!result[d].IsKnown) { result[d] = shape[d].IsKnown || result[d].IsUnknown ? shape[d] : result[d]; }
        }

        return result;
    }

    private static void Split(NodeContext node)
    {
        int parts = node.OutputCount;
        if (node.Shape(0) is not { } shape)
        {
            for (int i = 0; i < parts; i++) { node.Set(i, node.Type(0), null); }
            return;
        }

        if (!node.TryAxis(node.Int("axis", 0), shape.Length, out int axis)) { return; }
        Dim[]? sizes = Sizes(node, shape[axis], parts);
        int start = 0;
        for (int i = 0; i < parts; i++)
        {
            Dim size = sizes is null ? Dim.Unknown : sizes[i];
            Dim[]? content = null;
            if (shape.Length == 1 && node.Content(0) is { } all && start >= 0 && size.IsKnown && start + size.Value <= all.Length)
            {
                content = all[start..(int)(start + size.Value)];
                start += content.Length;
            }
            else
            {
                start = -1;
            }

            Dim[] part = [.. shape];
            part[axis] = size;
            node.Set(i, node.Type(0), part, content);
        }
    }

    private static Dim[]? Sizes(NodeContext node, Dim whole, int parts)
    {
        bool told = node.Version < 13 ? node.HasAttribute("split") : node.Has(1);
        if (told)
        {
            Dim[]? sizes = node.Version < 13 ? node.Ints("split")?.Select(static size => (Dim)size).ToArray() : node.Content(1);
            if (sizes is null) { return null; }
            if (sizes.Length == parts && !DimMath.Sum(sizes).Differs(whole) && !Array.Exists(sizes, static size => size.IsKnown && size.Value < 0)) { return sizes; }
            node.Find(OnnxRule.Size, $"{whole} elements are split into [{string.Join(", ", sizes)}] for {parts} outputs");
            return null;
        }

        long count = node.Version >= 18 ? node.Int("num_outputs", parts) : parts;
        if (!whole.IsKnown || count < 1) { return null; }
        if (node.Version < 18 && whole.Value % count != 0)
        {
            node.Find(OnnxRule.Size, $"{whole} elements do not split into {count} equal parts");
            return null;
        }

        long size = (whole.Value / count) + (whole.Value % count == 0 ? 0 : 1);
        return [.. Enumerable.Range(0, parts).Select(i => (Dim)Math.Clamp(whole.Value - (Int128)i * size is var left && left < size ? (long)Int128.Max(0, left) : size, 0, size))];
    }
}
