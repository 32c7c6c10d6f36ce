namespace ModelOps.Onnx.Shapes.Operators;

/// <summary>Operators that bring values to a common scale.</summary>
internal static class NormalizationOperators
{
    public static void Register(OperatorRegistry registry)
    {
        registry.Add(AlongAxis, "Hardmax", "LogSoftmax", "LpNormalization", "Softmax");
        registry.Add(ElementwiseOperators.Same, "GroupNormalization", "InstanceNormalization", "LRN", "MeanVarianceNormalization", "RMSNormalization");
        registry.Add(BatchNormalization, "BatchNormalization");
        registry.Add(LayerNormalization, "LayerNormalization");
    }

    private static void AlongAxis(NodeContext node)
    {
        if (node.Shape(0) is { Length: > 0 } shape && !node.TryAxis(node.Int("axis", node.Version < 13 && node.Node.OpType != "LpNormalization" ? 1 : -1), Math.Max(shape.Length, node.Version < 13 ? 2 : 0), out _)) { return; }
        node.Set(0, node.Type(0), node.Shape(0));
    }

    private static void BatchNormalization(NodeContext node)
    {
        Dim channels = Dim.Unknown;
        if (node.Shape(0) is { Length: > 1 } shape)
        {
            channels = shape[1];
            for (int i = 1; i <= 4; i++)
            {
                if (node.MayHaveRank(i, 1) && node.Shape(i) is [var size] && size.Differs(channels))
                {
                    node.Find(OnnxRule.Size, $"its input has {channels} channels, but {Quote.Short(node.Node.Inputs[i])} is for {size}");
                }
            }
        }

        node.Set(0, node.Type(0), node.Shape(0));
        for (int i = 1; i < node.OutputCount; i++) { node.Set(i, node.FirstType(3, 0), [channels]); }
    }

    private static void LayerNormalization(NodeContext node)
    {
        node.Set(0, node.Type(0), node.Shape(0));
        Dim[]? statistics = null;
        if (node.Shape(0) is { } shape)
        {
            if (!node.TryAxis(node.Int("axis", -1), shape.Length, out int axis)) { return; }
            statistics = [.. shape.Select((size, i) => i < axis ? size : 1)];
        }

        OnnxElementType type = node.ElementType("stash_type", OnnxElementType.Float);
        node.Set(1, type, statistics);
        node.Set(2, type, statistics);
    }
}
