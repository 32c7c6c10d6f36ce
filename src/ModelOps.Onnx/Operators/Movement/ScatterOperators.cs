using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Kernels.Elementwise;
using ModelOps.Onnx.Operators.Elementwise;

namespace ModelOps.Onnx.Operators.Movement;

/// <summary>Operators that put updates into a copy of a tensor.</summary>
internal static class ScatterOperators
{
    /// <summary>Adds them.</summary>
    public static void AddTo(OperatorSet set)
    {
        set.Add(string.Empty, "Scatter", Elements);
        set.Add(string.Empty, "ScatterElements", Elements);
        set.Add(string.Empty, "ScatterND", static node =>
        {
            BinaryKernel? combine = Combine(node);
            return new CompiledNode(v => new ScatterNDStep(v, combine));
        });
    }

    private static CompiledNode Elements(NodeContext node)
    {
        BinaryKernel? combine = Combine(node);
        long axis = node.Attributes.Int("axis", 0);
        return new CompiledNode(v => new ScatterElementsStep(v, combine, axis)) { IsRowWise = true };
    }

    private static BinaryKernel? Combine(NodeContext node)
    {
        OnnxElementType type = ElementMoves.Require(node, 0);
        node.RequireType(1, OnnxElementType.Int32, OnnxElementType.Int64);
        node.RequireType(2, type);
        node.SetOutputType(0, type);
        return node.Attributes.String("reduction", "none") switch
        {
            "none" => null,
            "add" => BinaryKernels.Number(type, default(Arithmetic.Add)),
            "mul" => BinaryKernels.Number(type, default(Arithmetic.Multiply)),
            "min" => BinaryKernels.Number(type, default(Arithmetic.Min)),
            "max" => BinaryKernels.Number(type, default(Arithmetic.Max)),
            string other => throw new UnsupportedNodeException($"the reduction is '{other}'"),
        };
    }
}
