using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Kernels.Elementwise;

namespace ModelOps.Onnx.Operators.Elementwise;

/// <summary>Operators that change the type of elements.</summary>
internal static class CastOperators
{
    /// <summary>Adds them.</summary>
    public static void AddTo(OperatorSet set)
    {
        set.Add(string.Empty, "Cast", static node => Compile(node, (OnnxElementType)node.Attributes.Int("to", 0)));
        set.Add(string.Empty, "CastLike", static node => Compile(node, node.InputType(1)));
    }

    private static CompiledNode Compile(NodeContext node, OnnxElementType to)
    {
        OnnxElementType from = node.InputType(0);
        node.SetOutputType(0, to);
        if (from == to) { return new CompiledNode(static v => new ReshapeStep(v, ShapeRules.Same)) { IsView = true, IsRowWise = true }; }
        if (to == OnnxElementType.String) { return new CompiledNode(NumberTexts.Formatter(from)) { IsRowWise = true }; }
        if (from == OnnxElementType.String) { return new CompiledNode(NumberTexts.Parser(to)) { IsRowWise = true }; }
        UnaryKernel kernel = CastKernels.Create(from, to);
        return new CompiledNode(v => new UnaryStep(v, kernel)) { IsRowWise = true };
    }
}
