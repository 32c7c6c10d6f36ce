using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Kernels;
using ModelOps.Onnx.Kernels.Elementwise;

namespace ModelOps.Onnx.Operators.Elementwise;

/// <summary>Operator <c>Clip</c>: bounds are attributes before operator set 11, and inputs since.</summary>
internal static class ClipOperator
{
    /// <summary>Adds it.</summary>
    public static void AddTo(OperatorSet set) => set.Add(string.Empty, "Clip", Compile);

    private static CompiledNode Compile(NodeContext node)
    {
        OnnxElementType type = node.InputType(0);
        node.SetOutputType(0, type);
        if (node.Opset < 11)
        {
            node.RequireType(0, OnnxElementType.Float);
            UnaryKernel kernel = LaneKernels.Unary(VectorWidths.Best, new LaneFunctions.Clip(
                node.Attributes.Float("min", float.MinValue), node.Attributes.Float("max", float.MaxValue)));
            return new CompiledNode(v => new UnaryStep(v, kernel)) { IsRowWise = true };
        }

        for (int i = 1; i < node.InputCount; i++)
        {
            if (node.HasInput(i)) { node.RequireType(i, type); }
        }

        bool isFixed = IsFixed(node, 1) && IsFixed(node, 2);
        if (isFixed && type == OnnxElementType.Float)
        {
            UnaryKernel kernel = LaneKernels.Unary(VectorWidths.Best, new LaneFunctions.Clip(Bound(node, 1, float.MinValue), Bound(node, 2, float.MaxValue)));
            return new CompiledNode(v => new UnaryStep(v, kernel)) { IsRowWise = true };
        }

        return new CompiledNode(Steps(type)) { IsRowWise = isFixed };
    }

    private static float Bound(NodeContext node, int input, float otherwise)
    {
        if (node.Constant(input) is not { } bound) { return otherwise; }
        ReadOnlySpan<float> elements = bound.Span<float>();
        return elements.Length == 1 ? elements[0] : throw new UnsupportedNodeException($"bound {input} is no scalar");
    }

    private static bool IsFixed(NodeContext node, int input) => !node.HasInput(input) || node.Constant(input) is not null;

    private static Func<NodeValues, Step> Steps(OnnxElementType type) => type switch
    {
        OnnxElementType.Float => static v => new ClipStep<float>(v),
        OnnxElementType.Double => static v => new ClipStep<double>(v),
        OnnxElementType.Float16 => static v => new ClipStep<Half>(v),
        OnnxElementType.Int8 => static v => new ClipStep<sbyte>(v),
        OnnxElementType.Int16 => static v => new ClipStep<short>(v),
        OnnxElementType.Int32 => static v => new ClipStep<int>(v),
        OnnxElementType.Int64 => static v => new ClipStep<long>(v),
        OnnxElementType.UInt8 => static v => new ClipStep<byte>(v),
        OnnxElementType.UInt16 => static v => new ClipStep<ushort>(v),
        OnnxElementType.UInt32 => static v => new ClipStep<uint>(v),
        OnnxElementType.UInt64 => static v => new ClipStep<ulong>(v),
        _ => throw new UnsupportedNodeException($"it has no form for {ElementTypes.Name(type)}"),
    };
}
