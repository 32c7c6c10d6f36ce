using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Operators.Movement;

namespace ModelOps.Onnx.Operators.Reductions;

/// <summary>Operators that look for the greatest or least numbers along an axis, or add up along it.</summary>
internal static class OrderOperators
{
    /// <summary>Adds them.</summary>
    public static void AddTo(OperatorSet set)
    {
        set.Add(string.Empty, "ArgMax", static node => ArgExtreme(node, isMax: true));
        set.Add(string.Empty, "ArgMin", static node => ArgExtreme(node, isMax: false));
        set.Add(string.Empty, "TopK", TopK);
        set.Add(string.Empty, "CumSum", CumSum);
    }

    private static CompiledNode ArgExtreme(NodeContext node, bool isMax)
    {
        ArgExtreme options = new(isMax, node.Attributes.Int("axis", 0), node.Attributes.Flag("keepdims", true), node.Attributes.Flag("select_last_index"));
        node.SetOutputType(0, OnnxElementType.Int64);
        return new CompiledNode(node.InputType(0) switch
        {
            OnnxElementType.Float => v => new ArgExtremeStep<float>(v, options),
            OnnxElementType.Double => v => new ArgExtremeStep<double>(v, options),
            OnnxElementType.Int32 => v => new ArgExtremeStep<int>(v, options),
            OnnxElementType.Int64 => v => new ArgExtremeStep<long>(v, options),
            OnnxElementType.Int8 => v => new ArgExtremeStep<sbyte>(v, options),
            OnnxElementType.UInt8 => v => new ArgExtremeStep<byte>(v, options),
            OnnxElementType other => throw Unsupported(other),
        })
        { IsRowWise = true };
    }

    private static CompiledNode TopK(NodeContext node)
    {
        if (node.Opset < 10) { throw new UnsupportedNodeException("its form before operator set 10 is not known"); }
        (long axis, bool isLargest) = (node.Attributes.Int("axis", -1), node.Attributes.Flag("largest", true));
        node.SetOutputType(0, node.InputType(0));
        node.SetOutputType(1, OnnxElementType.Int64);
        return new CompiledNode(node.InputType(0) switch
        {
            OnnxElementType.Float => v => new TopKStep<float>(v, axis, isLargest, Integers.Of(v.Input(1))),
            OnnxElementType.Double => v => new TopKStep<double>(v, axis, isLargest, Integers.Of(v.Input(1))),
            OnnxElementType.Int32 => v => new TopKStep<int>(v, axis, isLargest, Integers.Of(v.Input(1))),
            OnnxElementType.Int64 => v => new TopKStep<long>(v, axis, isLargest, Integers.Of(v.Input(1))),
            OnnxElementType other => throw Unsupported(other),
        })
        { IsRowWise = true };
    }

    private static CompiledNode CumSum(NodeContext node)
    {
        (bool isExclusive, bool isReverse) = (node.Attributes.Flag("exclusive"), node.Attributes.Flag("reverse"));
        node.SetOutputType(0, node.InputType(0));
        return new CompiledNode(node.InputType(0) switch
        {
            OnnxElementType.Float => v => new CumulativeSumStep<float>(v, isExclusive, isReverse),
            OnnxElementType.Double => v => new CumulativeSumStep<double>(v, isExclusive, isReverse),
            OnnxElementType.Int32 => v => new CumulativeSumStep<int>(v, isExclusive, isReverse),
            OnnxElementType.Int64 => v => new CumulativeSumStep<long>(v, isExclusive, isReverse),
            OnnxElementType other => throw Unsupported(other),
        })
        { IsRowWise = true };
    }

    private static UnsupportedNodeException Unsupported(OnnxElementType type) => new($"it has no form for {ElementTypes.Name(type)}");
}
