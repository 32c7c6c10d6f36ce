namespace ModelOps.Onnx.Shapes.Operators;

/// <summary>Convolutions.</summary>
internal static class ConvolutionOperators
{
    public static void Register(OperatorRegistry registry)
    {
        registry.Add(Conv, "Conv");
        registry.Add(static node => node.Set(0, OnnxElementType.Int32, Shape(node, 0, 1)), "ConvInteger");
        registry.Add(static node => node.Set(0, node.Type(7), Shape(node, 0, 3)), "QLinearConv");
        registry.Add(Transposed, "ConvTranspose");
    }

    /// <summary>Shape of a convolution; null when unknown or contradictory, which is found.</summary>
    public static Dim[]? Shape(NodeContext node, int data, int weights)
    {
        Dim[]? x = node.Shape(data);
        Dim[]? w = node.Shape(weights);
        if ((x ?? w) is not { } either) { return null; }
        int rank = either.Length;
        if (!MayBeImage(node, rank) || !node.MayHaveRank(weights, rank)) { return null; }
        Dim[] result = ConstantOperators.Unknown(rank);
        if (w is not null) { result[1] = w[0]; }
        if (x is null) { return result; }
        result[0] = x[0];
        if (w is null) { return result; }
        CheckChannels(node, x, w);
        if (Windows.Read(node, [.. w[2..]]) is not { } windows) { return null; }
        for (int i = 0; i < rank - 2; i++)
        {
            if (windows.Steps(i, x[2 + i], ceiling: false) is not { } size)
            {
                node.Find(OnnxRule.Size, $"a window of {windows.Span(i)} elements does not fit into dimension {2 + i} of size {x[2 + i]}");
                return null;
            }

            result[2 + i] = size;
        }

        return result;
    }

    public static bool MayBeImage(NodeContext node, int rank)
    {
        if (rank >= 3) { return true; }
        node.Find(OnnxRule.Rank, $"its input has {rank} dimensions, expected a batch, channels and at least one more");
        return false;
    }

    private static void Conv(NodeContext node)
    {
        node.ExpectSameType(0, 1);
        if (node.Has(2)) { node.MayHaveRank(2, 1); }
        node.Set(0, node.FirstType(0, 1), Shape(node, 0, 1));
    }

    private static void CheckChannels(NodeContext node, Dim[] x, Dim[] w)
    {
        long groups = node.Int("group", 1);
        if (groups < 1) { node.Find(OnnxRule.Attribute, $"it has {groups} groups"); }
        else if (DimMath.Multiply(w[1], groups) is var channels && channels.Differs(x[1]))
        {
            node.Find(OnnxRule.Size, $"its input has {x[1]} channels, but its weights are for {channels}");
        }
    }

    private static void Transposed(NodeContext node)
    {
        node.ExpectSameType(0, 1);
        if (node.Shape(0) is not { } x || node.Shape(1) is not { } w)
        {
            node.Set(0, node.FirstType(0, 1), null);
            return;
        }

        if (!MayBeImage(node, x.Length) || !node.MayHaveRank(1, x.Length)) { return; }
        node.ExpectSameSize(x[1], w[0], "channels of input and weights");
        if (Windows.Read(node, [.. w[2..]]) is not { } windows) { return; }
        IReadOnlyList<long>? sizes = node.Ints("output_shape");
        IReadOnlyList<long>? extra = node.Ints("output_padding");
        Dim[] result = [x[0], DimMath.Multiply(w[1], Math.Max(1, node.Int("group", 1))), .. x[2..]];
        for (int i = 0; i < x.Length - 2; i++)
        {
            Dim size = sizes is not null && sizes.Count == x.Length - 2 ? sizes[i] : windows.Spread(i, x[2 + i], extra is not null && extra.Count == x.Length - 2 ? extra[i] : 0);
            result[2 + i] = size.IsKnown && size.Value < 0 ? Dim.Unknown : size;
        }

        node.Set(0, node.FirstType(0, 1), result);
    }
}
