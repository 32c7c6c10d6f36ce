using ModelOps.Onnx.Execution;

namespace ModelOps.Onnx.Operators.Elementwise;

/// <summary>Operator <c>Where</c>: picks elements from two tensors by a third; all are broadcast to each other.</summary>
internal static class WhereOperator
{
    /// <summary>Adds it.</summary>
    public static void AddTo(OperatorSet set) => set.Add(string.Empty, "Where", static node =>
    {
        node.RequireType(0, OnnxElementType.Bool);
        OnnxElementType type = node.RequireType(1, node.InputType(2));
        node.SetOutputType(0, type);
        return new CompiledNode(type == OnnxElementType.String ? static v => new TextWhereStep(v) : ElementTypes.Bits(type) switch
        {
            8 => static v => new WhereStep<byte>(v),
            16 => static v => new WhereStep<ushort>(v),
            32 => static v => new WhereStep<uint>(v),
            64 => static v => new WhereStep<ulong>(v),
            128 => static v => new WhereStep<UInt128>(v),
            _ => throw new UnsupportedNodeException($"it has no form for {ElementTypes.Name(type)}"),
        })
        { IsRowWise = true };
    });
}
