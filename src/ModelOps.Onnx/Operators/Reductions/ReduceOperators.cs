using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Kernels;
using ModelOps.Onnx.Kernels.Elementwise;
using ModelOps.Onnx.Operators.Movement;

namespace ModelOps.Onnx.Operators.Reductions;

/// <summary>Operators that make one number of many along some axes.</summary>
internal static class ReduceOperators
{
    /// <summary>Adds them.</summary>
    public static void AddTo(OperatorSet set)
    {
        Add<NumberReductions.Sum, LaneReductions.Sum>(set, "ReduceSum", axesAreInput: 13);
        Add<NumberReductions.Mean, LaneReductions.Mean>(set, "ReduceMean");
        Add<NumberReductions.Product>(set, "ReduceProd");
        Add<NumberReductions.Min, LaneReductions.Min>(set, "ReduceMin");
        Add<NumberReductions.Max, LaneReductions.Max>(set, "ReduceMax");
        Add<NumberReductions.L1, LaneReductions.L1>(set, "ReduceL1");
        Add<NumberReductions.L2, LaneReductions.L2>(set, "ReduceL2");
        Add<NumberReductions.LogSum>(set, "ReduceLogSum");
        Add<NumberReductions.SumSquare, LaneReductions.SumSquare>(set, "ReduceSumSquare");
        set.Add(string.Empty, "ReduceLogSumExp", static node => Compile(node, 18, LogSumExp(node.InputType(0))));
        set.Add(string.Empty, "GlobalAveragePool", static node => Global(node, Kernel<NumberReductions.Mean, LaneReductions.Mean>(node.RequireType(0, OnnxElementType.Float, OnnxElementType.Double))));
        set.Add(string.Empty, "GlobalMaxPool", static node => Global(node, Kernel<NumberReductions.Max, LaneReductions.Max>(node.RequireType(0, OnnxElementType.Float, OnnxElementType.Double))));
    }

    private static void Add<TReduction>(OperatorSet set, string name)
        where TReduction : struct, INumberReduction =>
        set.Add(string.Empty, name, node => Compile(node, 18, Kernel<TReduction>(node.InputType(0))));

    private static void Add<TReduction, TLanes>(OperatorSet set, string name, int axesAreInput = 18)
        where TReduction : struct, INumberReduction
        where TLanes : struct, ILaneReduction =>
        set.Add(string.Empty, name, node => Compile(node, axesAreInput, Kernel<TReduction, TLanes>(node.InputType(0))));

    private static ReduceKernel Kernel<TReduction, TLanes>(OnnxElementType type)
        where TReduction : struct, INumberReduction
        where TLanes : struct, ILaneReduction =>
        type == OnnxElementType.Float ? LaneKernels.Reduce<TLanes>(VectorWidths.Best) : Kernel<TReduction>(type);

    private static CompiledNode Compile(NodeContext node, int axesAreInput, ReduceKernel kernel)
    {
        node.SetOutputType(0, node.InputType(0));
        bool keepsAxes = node.Attributes.Flag("keepdims", true);
        Integers fixedAxes = Integers.Attribute(node, "axes");
        if (node.Opset >= axesAreInput && node.Attributes.Flag("noop_with_empty_axes"))
        {
            if (!node.HasInput(1) || node.Constant(1) is { RawData.Length: 0 }) { return new CompiledNode(static v => new ReshapeStep(v, ShapeRules.Same)) { IsView = true, IsRowWise = true }; }
            if (node.Constant(1) is null) { throw new UnsupportedNodeException("the axes are no constant, and may be none"); }
        }

        return new CompiledNode(v => new ReduceStep(v, kernel, node.Opset < axesAreInput ? fixedAxes : Integers.Of(v.OptionalInput(1)), 0, keepsAxes)) { IsRowWise = true };
    }

    private static CompiledNode Global(NodeContext node, ReduceKernel kernel)
    {
        node.SetOutputType(0, node.InputType(0));
        return new CompiledNode(v => new ReduceStep(v, kernel, default, 2, keepsAxes: true)) { IsRowWise = true };
    }

    private static ReduceKernel Kernel<TReduction>(OnnxElementType type)
        where TReduction : struct, INumberReduction => type switch
        {
            OnnxElementType.Float => new ReduceKernel<TReduction, float>(),
            OnnxElementType.Double => new ReduceKernel<TReduction, double>(),
            OnnxElementType.Int32 => new ReduceKernel<TReduction, int>(),
            OnnxElementType.Int64 => new ReduceKernel<TReduction, long>(),
            OnnxElementType.Int8 => new ReduceKernel<TReduction, sbyte>(),
            OnnxElementType.UInt8 => new ReduceKernel<TReduction, byte>(),
            _ => throw new UnsupportedNodeException($"it has no form for {ElementTypes.Name(type)}"),
        };

    private static ReduceKernel LogSumExp(OnnxElementType type) => type switch
    {
        OnnxElementType.Float => new LogSumExpKernel<float>(),
        OnnxElementType.Double => new LogSumExpKernel<double>(),
        _ => throw new UnsupportedNodeException($"it has no form for {ElementTypes.Name(type)}"),
    };
}
