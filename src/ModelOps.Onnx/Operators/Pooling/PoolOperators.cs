using ModelOps.Onnx.Execution;

namespace ModelOps.Onnx.Operators.Pooling;

/// <summary>Operators on windows that move over images.</summary>
internal static class PoolOperators
{
    /// <summary>Adds them.</summary>
    public static void AddTo(OperatorSet set)
    {
        set.Add(string.Empty, "MaxPool", static node =>
        {
            if (node.HasOutput(1)) { throw new UnsupportedNodeException("the places of the greatest numbers are asked for"); }
            return Compile(node, isMax: true);
        });
        set.Add(string.Empty, "AveragePool", static node => Compile(node, isMax: false));
    }

    private static CompiledNode Compile(NodeContext node, bool isMax)
    {
        PoolForm form = PoolForm.Of(node);
        node.SetOutputType(0, node.RequireType(0, OnnxElementType.Float, OnnxElementType.Double));
        return new CompiledNode(node.InputType(0) == OnnxElementType.Float ? v => new PoolStep<float>(v, form, isMax) : v => new PoolStep<double>(v, form, isMax)) { IsRowWise = true };
    }
}
