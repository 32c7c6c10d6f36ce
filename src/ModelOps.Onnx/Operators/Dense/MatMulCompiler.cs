using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Kernels.Dense;

namespace ModelOps.Onnx.Operators.Dense;

/// <summary>Compiles <c>MatMul</c>, which multiplies stacks of matrices as numpy does, and its fused forms.</summary>
internal static class MatMulCompiler
{
    /// <summary>Compiles a node. The engine's own form has a third input, the bias, and an activation.</summary>
    public static CompiledNode Compile(NodeContext node)
    {
        node.RequireType(0, OnnxElementType.Float);
        node.RequireType(1, OnnxElementType.Float);
        node.SetOutputType(0, OnnxElementType.Float);
        if (node.Attributes.Flag("transBatchA") || node.Attributes.Flag("transBatchB")) { throw new UnsupportedNodeException("it transposes the batch"); }
        GemmForm form = GemmForm.Read(node);
        if (!form.TransA && node.Constant(1) is { Shape.Count: 2 } b)
        {
            (int depth, int columns) = form.TransB ? ((int)b.Shape[1], (int)b.Shape[0]) : ((int)b.Shape[0], (int)b.Shape[1]);
            ReadOnlySpan<float> bias = node.Constant(2) is { } c ? c.Span<float>() : [];
            DenseLayer layer = new(FloatKernels.Best, b.Span<float>(), depth, columns, form.TransB, bias, form.Activation, form.Alpha);
            return new CompiledNode(v => new DenseStep(v.Input(0), v.Output(0), layer, isMatrix: false)) { IsRowWise = node.Shape(0) is { Count: > 1 }, Choice = layer.Choice };
        }

        return new CompiledNode(v => new MatMulStep(v.Input(0), v.Input(1), v.Output(0), form));
    }
}
