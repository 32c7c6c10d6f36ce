using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Kernels.Dense;

namespace ModelOps.Onnx.Operators.Dense;

/// <summary>Compiles <c>Gemm</c> (<c>alpha A' B' + beta C</c>) and its fused form.</summary>
internal static class GemmCompiler
{
    /// <summary>Compiles a node.</summary>
    public static CompiledNode Compile(NodeContext node)
    {
        node.RequireType(0, OnnxElementType.Float);
        node.RequireType(1, OnnxElementType.Float);
        if (node.HasInput(2)) { node.RequireType(2, OnnxElementType.Float); }
        if (node.Opset < 7 && node.Node.Domain.Length == 0) { throw new UnsupportedNodeException("it is older than operator set 7"); }
        node.SetOutputType(0, OnnxElementType.Float);
        GemmForm form = GemmForm.Read(node);
        if (node.Constant(1) is not { } b) { return new CompiledNode(v => new GemmStep(v.Input(0), v.Input(1), v.OptionalInput(2), v.Output(0), form, null)); }
        if (b.Shape.Count != 2) { throw new UnsupportedNodeException("its weights are no matrix"); }
        (int depth, int columns) = form.TransB ? ((int)b.Shape[1], (int)b.Shape[0]) : ((int)b.Shape[0], (int)b.Shape[1]);
        if (!form.TransA && Bias(node, form, columns) is { } bias)
        {
            DenseLayer layer = new(FloatKernels.Best, b.Span<float>(), depth, columns, form.TransB, bias, form.Activation, form.Alpha);
            return new CompiledNode(v => new DenseStep(v.Input(0), v.Output(0), layer, isMatrix: true)) { IsRowWise = true, Choice = layer.Choice };
        }

        PackedMatrix packed = new(b.Span<float>(), depth, columns, form.TransB);
        return new CompiledNode(v => new GemmStep(v.Input(0), null, v.OptionalInput(2), v.Output(0), form, packed)) { Choice = "panels" };
    }

    /// <summary>What is added to each row, if that is constant and the same for all rows; empty for nothing.</summary>
    private static float[]? Bias(NodeContext node, GemmForm form, int columns)
    {
        if (!node.HasInput(2) || form.Beta == 0) { return []; }
        if (node.Constant(2) is not { } c || c.Shape.Count > 2 || (c.Shape.Count == 2 && c.Shape[0] != 1)) { return null; }
        ReadOnlySpan<float> values = c.Span<float>();
        if (values.Length != columns && values.Length != 1) { return null; }
        float[] bias = new float[columns];
        for (int i = 0; i < columns; i++) { bias[i] = form.Beta * values[values.Length == 1 ? 0 : i]; }
        return bias;
    }
}
