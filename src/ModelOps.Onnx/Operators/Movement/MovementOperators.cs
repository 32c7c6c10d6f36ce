using ModelOps.Onnx.Execution;

namespace ModelOps.Onnx.Operators.Movement;

/// <summary>Operators that move elements and compute nothing.</summary>
internal static class MovementOperators
{
    /// <summary>Adds them.</summary>
    public static void AddTo(OperatorSet set)
    {
        set.Add(string.Empty, "Transpose", static node =>
        {
            long[] order = [.. node.Attributes.Ints("perm")];
            return Compiled(node, v => new TransposeStep(v, order));
        });
        set.Add(string.Empty, "Expand", static node => Compiled(node, static v => new ExpandStep(v)));
        set.Add(string.Empty, "Tile", static node => Compiled(node, static v => new TileStep(v)));
        set.Add(string.Empty, "Slice", Slice);
        set.Add(string.Empty, "Concat", Concat);
        set.Add(string.Empty, "Split", Split);
        set.Add(string.Empty, "Pad", Pad);
        set.Add(string.Empty, "Gather", static node => Gather(node, "axis", static (v, axis) => new GatherStep(v, axis)));
        set.Add(string.Empty, "GatherElements", static node => Gather(node, "axis", static (v, axis) => new GatherElementsStep(v, axis)));
        set.Add(string.Empty, "GatherND", static node => Gather(node, "batch_dims", static (v, axes) => new GatherNDStep(v, (int)Math.Clamp(axes, 0, int.MaxValue))));
    }

    private static CompiledNode Slice(NodeContext node)
    {
        if (node.Opset >= 10)
        {
            return Compiled(node, static v => new SliceStep(
                v, Integers.Of(v.Input(1)), Integers.Of(v.Input(2)), Integers.Of(v.OptionalInput(3)), Integers.Of(v.OptionalInput(4))));
        }

        (Integers starts, Integers ends, Integers axes) = (Integers.Attribute(node, "starts"), Integers.Attribute(node, "ends"), Integers.Attribute(node, "axes"));
        return Compiled(node, v => new SliceStep(v, starts, ends, axes, default));
    }

    private static CompiledNode Concat(NodeContext node)
    {
        OnnxElementType type = node.InputType(0);
        for (int i = 1; i < node.InputCount; i++) { node.RequireType(i, type); }
        long axis = node.Attributes.Int("axis", 0);
        return node.InputCount == 1
            ? Compiled(node, static v => new ReshapeStep(v, ShapeRules.Same)) with { IsView = true }
            : Compiled(node, v => new ConcatStep(v, axis));
    }

    private static CompiledNode Split(NodeContext node)
    {
        long axis = node.Attributes.Int("axis", 0);
        bool mayEndShort = node.Opset >= 18;
        Integers lengths = Integers.Attribute(node, "split");
        for (int i = 1; i < node.OutputCount; i++) { node.SetOutputType(i, node.InputType(0)); }
        return Compiled(node, v => new SplitStep(v, axis, node.Opset < 13 ? lengths : Integers.Of(v.OptionalInput(1)), mayEndShort));
    }

    private static CompiledNode Pad(NodeContext node)
    {
        PadMode mode = node.Attributes.String("mode", "constant") switch
        {
            "constant" => PadMode.Constant,
            "reflect" => PadMode.Reflect,
            "edge" => PadMode.Edge,
            "wrap" => PadMode.Wrap,
            string other => throw new UnsupportedNodeException($"the mode is '{other}'"),
        };
        if (node.Opset >= 11)
        {
            if (node.HasInput(2)) { node.RequireType(2, node.InputType(0)); }
            return Compiled(node, v => new PadStep(v, mode, Integers.Of(v.Input(1)), Integers.Of(v.OptionalInput(3)), v.OptionalInput(2)));
        }

        if (node.Attributes.Float("value", 0) != 0) { throw new UnsupportedNodeException("the value is not 0"); }
        Integers pads = Integers.Attribute(node, "pads");
        return Compiled(node, v => new PadStep(v, mode, pads, default, null));
    }

    private static CompiledNode Gather(NodeContext node, string attribute, Func<NodeValues, long, Step> create)
    {
        node.RequireType(1, OnnxElementType.Int32, OnnxElementType.Int64);
        long value = node.Attributes.Int(attribute, 0);
        return Compiled(node, v => create(v, value));
    }

    private static CompiledNode Compiled(NodeContext node, Func<NodeValues, Step> create)
    {
        node.SetOutputType(0, ElementMoves.Require(node, 0));
        return new CompiledNode(create) { IsRowWise = true };
    }
}
