namespace ModelOps.Onnx.Shapes.Operators;

/// <summary>Pooling.</summary>
internal static class PoolOperators
{
    public static void Register(OperatorRegistry registry)
    {
        registry.Add(Pool, "AveragePool", "LpPool", "MaxPool");
        registry.Add(Global, "GlobalAveragePool", "GlobalLpPool", "GlobalMaxPool");
        registry.Add(RegionOfInterest, "MaxRoiPool", "RoiAlign");
    }

    public static void Global(NodeContext node) => node.Set(0, node.Type(0), node.Shape(0)?.Select(static (size, i) => i < 2 ? size : 1).ToArray());

    /// <summary>Shape of a pooled image.</summary>
    public static Dim[]? Shape(NodeContext node)
    {
        if (node.Shape(0) is not { } shape || !ConvolutionOperators.MayBeImage(node, shape.Length)) { return null; }
        if (!node.HasAttribute("kernel_shape"))
        {
            node.Find(OnnxRule.Attribute, "it has no kernel_shape");
            return null;
        }

        if (Windows.Read(node, ConstantOperators.Unknown(shape.Length - 2)) is not { } windows) { return null; }
        Dim[] result = [.. shape];
        for (int i = 0; i < shape.Length - 2; i++)
        {
            if (windows.Steps(i, shape[2 + i], node.Flag("ceil_mode")) is not { } size)
            {
                node.Find(OnnxRule.Size, $"a window of {windows.Span(i)} elements does not fit into dimension {2 + i} of size {shape[2 + i]}");
                return null;
            }

            result[2 + i] = size;
        }

        return result;
    }

    private static void Pool(NodeContext node)
    {
        Dim[]? shape = Shape(node);
        node.Set(0, node.Type(0), shape);
        node.Set(1, OnnxElementType.Int64, shape);
    }

    private static void RegionOfInterest(NodeContext node)
    {
        Dim channels = node.Shape(0) is { Length: 4 } shape ? shape[1] : Dim.Unknown;
        Dim regions = node.Shape(1) is { Length: 2 } list ? list[0] : Dim.Unknown;
        bool isMax = node.Node.OpType == "MaxRoiPool";
        Dim height = isMax ? node.Ints("pooled_shape") is [>= 0 and var h, _] ? h : Dim.Unknown : Math.Max(0, node.Int("output_height", 1));
        Dim width = isMax ? node.Ints("pooled_shape") is [_, >= 0 and var w] ? w : Dim.Unknown : Math.Max(0, node.Int("output_width", 1));
        node.Set(0, node.Type(0), [regions, channels, height, width]);
    }
}
