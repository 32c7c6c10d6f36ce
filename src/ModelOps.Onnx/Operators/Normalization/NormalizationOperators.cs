using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Kernels;

namespace ModelOps.Onnx.Operators.Normalization;

/// <summary>Operators that bring rows or channels to a common scale.</summary>
internal static class NormalizationOperators
{
    /// <summary>Adds them.</summary>
    public static void AddTo(OperatorSet set)
    {
        set.Add(string.Empty, "Softmax", static node => Softmax(node, isLogarithm: false));
        set.Add(string.Empty, "LogSoftmax", static node => Softmax(node, isLogarithm: true));
        set.Add(string.Empty, "LayerNormalization", static node => Layer(node, isCentred: true));
        set.Add(string.Empty, "SimplifiedLayerNormalization", static node => Layer(node, isCentred: false));
        set.Add(string.Empty, "RMSNormalization", static node => Layer(node, isCentred: false));
        set.Add(string.Empty, "BatchNormalization", Batch);
        set.Add(string.Empty, "InstanceNormalization", Instance);
    }

    /// <summary>Before operator set 13, all dimensions from the axis on are one.</summary>
    private static CompiledNode Softmax(NodeContext node, bool isLogarithm)
    {
        node.RequireType(0, OnnxElementType.Float);
        node.SetOutputType(0, OnnxElementType.Float);
        bool isFlat = node.Opset < 13;
        int axis = (int)node.Attributes.Int("axis", isFlat ? 1 : -1);
        return new CompiledNode(v => new SoftmaxStep(v.Input(0), v.Output(0), axis, isFlat, isLogarithm)) { IsRowWise = KeepsRows(node, axis) };
    }

    private static CompiledNode Layer(NodeContext node, bool isCentred)
    {
        for (int i = 0; i < node.InputCount; i++)
        {
            if (node.HasInput(i)) { node.RequireType(i, OnnxElementType.Float); }
        }

        for (int i = 0; i < node.OutputCount; i++) { node.SetOutputType(i, OnnxElementType.Float); }
        if (!isCentred && node.OutputCount > 1) { throw new UnsupportedNodeException("more than its first output is asked for"); }
        int axis = (int)node.Attributes.Int("axis", -1);
        float epsilon = node.Attributes.Float("epsilon", 1e-5f);
        return new CompiledNode(v => new LayerNormalizationStep(v, axis, epsilon, isCentred)) { IsRowWise = KeepsRows(node, axis) && node.Constant(1) is not null };
    }

    private static CompiledNode Batch(NodeContext node)
    {
        node.RequireType(0, OnnxElementType.Float);
        if (node.Attributes.Flag("training_mode") || node.OutputCount > 1) { throw new UnsupportedNodeException("it trains"); }
        if (node.Opset < 9 && !node.Attributes.Flag("spatial", otherwise: true)) { throw new UnsupportedNodeException("it has a scale for each place"); }
        (float[] scale, float[] shift) = BatchNormalization.ScaleAndShift(
            Constant(node, 1), Constant(node, 2), Constant(node, 3), Constant(node, 4), node.Attributes.Float("epsilon", 1e-5f));
        node.SetOutputType(0, OnnxElementType.Float);
        (AlignedFloats scales, AlignedFloats shifts) = (AlignedFloats.Copy(scale), AlignedFloats.Copy(shift));
        return new CompiledNode(v => new BatchNormalizationStep(v.Input(0), v.Output(0), scales, shifts)) { IsRowWise = true };
    }

    private static CompiledNode Instance(NodeContext node)
    {
        for (int i = 0; i < 3; i++) { node.RequireType(i, OnnxElementType.Float); }
        node.SetOutputType(0, OnnxElementType.Float);
        float epsilon = node.Attributes.Float("epsilon", 1e-5f);
        return new CompiledNode(v => new InstanceNormalizationStep(v, epsilon)) { IsRowWise = node.Constant(1) is not null && node.Constant(2) is not null };
    }

    /// <summary>Whether the axis is another one than that of the rows.</summary>
    private static bool KeepsRows(NodeContext node, int axis) => axis > 0 || (node.Shape(0) is { Count: int rank } && axis + rank > 0 && axis != 0);

    private static float[] Constant(NodeContext node, int index) =>
        node.Constant(index) is { ElementType: OnnxElementType.Float } tensor ? tensor.Span<float>().ToArray() : throw new UnsupportedNodeException($"input {index} is no constant of floats");
}
