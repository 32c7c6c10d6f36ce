using ModelOps.Onnx.Execution;

namespace ModelOps.Onnx.Operators;

/// <summary>Operators that give the same elements another shape. They cost nothing in a call.</summary>
internal static class ReshapeOperators
{
    /// <summary>Adds them.</summary>
    public static void AddTo(OperatorSet set)
    {
        set.Add(string.Empty, "Identity", static node => View(node, static v => new ReshapeStep(v, ShapeRules.Same)) with { IsRowWise = true });
        set.Add(string.Empty, "Dropout", Dropout);
        set.Add(string.Empty, "Flatten", Flatten);
        set.Add(string.Empty, "Reshape", Reshape);
        set.Add(string.Empty, "Squeeze", Squeeze);
        set.Add(string.Empty, "Unsqueeze", Unsqueeze);
    }

    private static CompiledNode Dropout(NodeContext node)
    {
        if (node.HasOutput(1)) { throw new UnsupportedNodeException("the mask is asked for"); }
        if (node.HasInput(2) && (node.Constant(2) is not { ElementType: OnnxElementType.Bool, RawData: { Length: 1 } training } || training.Span[0] != 0)) { throw new UnsupportedNodeException("it trains"); }
        return View(node, static v => new ReshapeStep(v, ShapeRules.Same)) with { IsRowWise = true };
    }

    private static CompiledNode Flatten(NodeContext node)
    {
        int axis = (int)node.Attributes.Int("axis", 1);
        return View(node, v => new ReshapeStep(v, ShapeRules.Flatten(axis))) with { IsRowWise = axis == 1 };
    }

    private static CompiledNode Reshape(NodeContext node)
    {
        bool allowZero = node.Attributes.Flag("allowzero");
        long[]? shape = node.Opset >= 5 ? node.Constant(1)?.Integers() : [.. node.Attributes.Ints("shape")];
        bool keepsRows = shape is [-1 or 0, ..] && (shape[0] == 0 ? !allowZero && !shape.Contains(-1) : !shape.Contains(0));
        return View(node, v => new ReshapeStep(v, shape is null ? ShapeRules.ReshapeTo(v.Input(1), allowZero) : ShapeRules.ReshapeTo(shape, allowZero)))
            with
        { IsRowWise = keepsRows && shape![0] == 0 };
    }

    private static CompiledNode Squeeze(NodeContext node) => Axes(node) is { } axes
        ? View(node, v => new ReshapeStep(v, ShapeRules.Squeeze(axes))) with { IsRowWise = axes.Length > 0 && axes.All(static a => a > 0) }
        : throw new UnsupportedNodeException("the axes are no constant");

    private static CompiledNode Unsqueeze(NodeContext node) => Axes(node) is { } axes
        ? View(node, v => new ReshapeStep(v, ShapeRules.Unsqueeze(axes))) with { IsRowWise = axes.All(static a => a > 0) }
        : throw new UnsupportedNodeException("the axes are no constant");

    /// <summary>Axes are an attribute before operator set 13, and an input since.</summary>
    private static long[]? Axes(NodeContext node) => node.Opset < 13 || !node.HasInput(1) ? [.. node.Attributes.Ints("axes")] : node.Constant(1)?.Integers();

    private static CompiledNode View(NodeContext node, Func<NodeValues, Step> create)
    {
        node.SetOutputType(0, node.InputType(0));
        return new CompiledNode(create) { IsView = true };
    }
}
