namespace ModelOps.Onnx.Shapes.Operators;

/// <summary>Operators that keep the elements in their order and change the dimensions.</summary>
internal static class ReshapeOperators
{
    public static void Register(OperatorRegistry registry)
    {
        registry.Add(Reshape, "Reshape");
        registry.Add(Flatten, "Flatten");
        registry.Add(Squeeze, "Squeeze");
        registry.Add(Unsqueeze, "Unsqueeze");
    }

    private static void Reshape(NodeContext node)
    {
        if (node.Content(1) is not { } target)
        {
            node.Set(0, node.Type(0), ConstantOperators.FromContent(node, 1));
            return;
        }

        bool keepsZero = node.Flag("allowzero");
        Dim[]? from = node.Shape(0);
        Dim[] shape = [.. target];
        int rest = -1;
        for (int i = 0; i < shape.Length; i++)
        {
            if (!shape[i].IsKnown || shape[i].Value > 0) { continue; }
            if (shape[i].Value < -1 || (shape[i].Value == -1 && rest >= 0))
            {
                node.Find(OnnxRule.Size, $"the new shape [{string.Join(", ", target)}] is impossible: one size may be -1, the others not negative");
                return;
            }

            if (shape[i].Value == -1) { rest = i; }
            else if (!keepsZero && from is null) { shape[i] = Dim.Unknown; }
            else if (!keepsZero && i < from!.Length) { shape[i] = from[i]; }
            else if (!keepsZero)
            {
                node.Find(OnnxRule.Size, $"the new shape [{string.Join(", ", target)}] keeps dimension {i}, but there are {from!.Length}");
                return;
            }
        }

        if (rest >= 0) { shape[rest] = Rest(node, from, shape, rest, target); }
        else if (from is not null && DimMath.Product(from).Differs(DimMath.Product(shape))) { Mismatch(node, from, target); }
        node.Set(0, node.Type(0), shape, node.Content(0));
    }

    private static Dim Rest(NodeContext node, Dim[]? from, Dim[] shape, int rest, Dim[] target)
    {
        if (from is null) { return Dim.Unknown; }
        Dim[] others = [.. shape[..rest], .. shape[(rest + 1)..]];
        if (DimMath.Quotient(from, others) is { } size) { return size; }
        Mismatch(node, from, target);
        return Dim.Unknown;
    }

    private static void Mismatch(NodeContext node, Dim[] from, Dim[] target) =>
        node.Find(OnnxRule.Size, $"the elements of shape [{string.Join(", ", from)}] do not fill shape [{string.Join(", ", target)}]");

    private static void Flatten(NodeContext node)
    {
        if (node.Shape(0) is not { } shape)
        {
            node.Set(0, node.Type(0), [Dim.Unknown, Dim.Unknown]);
            return;
        }

        long axis = node.Int("axis", 1);
        int split = (int)Math.Clamp(axis < 0 ? axis + shape.Length : axis, -1, int.MaxValue);
        if (split < 0 || split > shape.Length)
        {
            node.Find(OnnxRule.Attribute, $"axis {axis} lies outside of the {shape.Length} dimensions");
            return;
        }

        node.Set(0, node.Type(0), [DimMath.Product(shape.AsSpan(0, split)), DimMath.Product(shape.AsSpan(split))], node.Content(0));
    }

    private static IReadOnlyList<long>? Axes(NodeContext node) => node.Version < 13 ? node.Ints("axes") : node.Values(1);

    private static bool HasAxes(NodeContext node) => node.Version < 13 ? node.HasAttribute("axes") : node.Has(1);

    private static void Squeeze(NodeContext node)
    {
        if (node.Shape(0) is not { } shape || (HasAxes(node) && Axes(node) is null))
        {
            node.Set(0, node.Type(0), null);
            return;
        }

        bool[] gone = new bool[shape.Length];
        if (Axes(node) is not { } axes)
        {
            if (Array.Exists(shape, static size => !size.IsKnown)) // it may be 1 too
            {
                node.Set(0, node.Type(0), null);
                return;
            }

            gone = Array.ConvertAll(shape, static size => size.Is(1));
        }
        else
        {
            foreach (long axis in axes)
            {
                if (!node.TryAxis(axis, shape.Length, out int normal)) { return; }
                if (shape[normal].Differs(1)) { node.Find(OnnxRule.Size, $"dimension {normal} of size {shape[normal]} is squeezed, which only a size of 1 can be"); }
                gone[normal] = true;
            }
        }

        node.Set(0, node.Type(0), [.. shape.Where((_, i) => !gone[i])], node.Content(0));
    }

    private static void Unsqueeze(NodeContext node)
    {
        if (node.Shape(0) is not { } shape || Axes(node) is not { } axes)
        {
            node.Set(0, node.Type(0), null);
            return;
        }

        int rank = shape.Length + axes.Count;
        bool[] added = new bool[rank];
        foreach (long axis in axes)
        {
            if (!node.TryAxis(axis, rank, out int normal)) { return; }
            if (added[normal])
            {
                node.Find(OnnxRule.Attribute, $"axis {axis} is added twice");
                return;
            }

            added[normal] = true;
        }

        int next = 0;
        Dim[] result = [.. added.Select(one => one ? 1 : shape[next++])];
        node.Set(0, node.Type(0), result, node.Content(0));
    }
}
