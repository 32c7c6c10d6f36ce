namespace ModelOps.Onnx.Shapes.Operators;

/// <summary>Operators that make one element of many.</summary>
internal static class ReduceOperators
{
    public static void Register(OperatorRegistry registry)
    {
        registry.Add(static node => Reduce(node, 18, null), "ReduceL1", "ReduceL2", "ReduceLogSum", "ReduceLogSumExp", "ReduceMean", "ReduceSumSquare");
        registry.Add(static node => Reduce(node, 18, DimMath.Max), "ReduceMax");
        registry.Add(static node => Reduce(node, 18, DimMath.Min), "ReduceMin");
        registry.Add(static node => Reduce(node, 18, DimMath.Multiply), "ReduceProd");
        registry.Add(static node => Reduce(node, 13, DimMath.Add), "ReduceSum");
        registry.Add(Best, "ArgMax", "ArgMin");
    }

    /// <summary>A reduction.</summary>
    /// <param name="node">The node.</param>
    /// <param name="axesAreInput">First version in which axes are an input.</param>
    /// <param name="combine">How elements are followed; null for not at all.</param>
    public static void Reduce(NodeContext node, int axesAreInput, Func<Dim, Dim, Dim>? combine)
    {
        bool byInput = node.Version >= axesAreInput;
        bool told = byInput ? node.Has(1) : node.HasAttribute("axes");
        IReadOnlyList<long>? axes = byInput ? node.Values(1) : node.Ints("axes");
        bool keeps = node.Flag("keepdims", absent: true);
        if (node.Shape(0) is not { } shape || (told && axes is null))
        {
            bool scalar = !told && !keeps && !node.Flag("noop_with_empty_axes");
            node.Set(0, node.Type(0), scalar ? [] : keeps && node.Shape(0) is { } whole ? ConstantOperators.Unknown(whole.Length) : null);
            return;
        }

        if (axes is null or [])
        {
            if (byInput && node.Flag("noop_with_empty_axes"))
            {
                node.Set(0, node.Type(0), shape);
                return;
            }

            axes = [.. Enumerable.Range(0, shape.Length).Select(static axis => (long)axis)];
        }

        if (Without(node, shape, axes, keeps) is not { } result) { return; }
        Dim[]? content = combine is not null && shape.Length == 1 && node.Content(0) is { Length: > 0 } elements ? [elements.Aggregate(combine)] : null;
        node.Set(0, node.Type(0), result, content);
    }

    private static void Best(NodeContext node)
    {
        bool keeps = node.Flag("keepdims", absent: true);
        if (node.Shape(0) is not { } shape) { node.Set(0, OnnxElementType.Int64, null); }
        else if (Without(node, shape, [node.Int("axis", 0)], keeps) is { } result) { node.Set(0, OnnxElementType.Int64, result); }
    }

    private static Dim[]? Without(NodeContext node, Dim[] shape, IReadOnlyList<long> axes, bool keeps)
    {
        bool[] gone = new bool[shape.Length];
        foreach (long axis in axes)
        {
            if (!node.TryAxis(axis, shape.Length, out int normal)) { return null; }
            gone[normal] = true;
        }

        return keeps ? [.. shape.Select((size, i) => gone[i] ? 1 : size)] : [.. shape.Where((_, i) => !gone[i])];
    }
}
