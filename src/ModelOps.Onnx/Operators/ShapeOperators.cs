using ModelOps.Onnx.Execution;

namespace ModelOps.Onnx.Operators;

/// <summary>Operators that tell shapes. What they tell is known before a call runs.</summary>
internal static class ShapeOperators
{
    /// <summary>Adds them.</summary>
    public static void AddTo(OperatorSet set)
    {
        set.Add(string.Empty, "Shape", static node =>
        {
            node.SetOutputType(0, OnnxElementType.Int64);
            int start = (int)Math.Clamp(node.Attributes.Int("start", 0), -Value.MaxRank, Value.MaxRank);
            int end = (int)Math.Clamp(node.Attributes.Int("end", Value.MaxRank), -Value.MaxRank, Value.MaxRank);
            return new CompiledNode(v => new ShapeStep(v.Input(0), v.Output(0), start, end));
        });
        set.Add(string.Empty, "Size", static node =>
        {
            node.SetOutputType(0, OnnxElementType.Int64);
            return new CompiledNode(static v => new SizeStep(v.Input(0), v.Output(0)));
        });
    }
}
