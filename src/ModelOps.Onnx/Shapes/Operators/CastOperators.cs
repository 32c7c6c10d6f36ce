namespace ModelOps.Onnx.Shapes.Operators;

/// <summary>Operators that change the element type.</summary>
internal static class CastOperators
{
    public static void Register(OperatorRegistry registry)
    {
        registry.Add(static node => To(node, node.ElementType("to", OnnxElementType.Undefined)), "Cast");
        registry.Add(static node => To(node, node.Type(1)), "CastLike");
        registry.Add(BitCast, "BitCast");
    }

    private static void To(NodeContext node, OnnxElementType type)
    {
        Dim[]? content = node.Content(0) is { } known && TensorContent.IsFollowed(type) ? Array.ConvertAll(known, element => Element(element, node.Type(0), type)) : null;
        node.Set(0, type, node.Shape(0), content);
    }

    private static Dim Element(Dim element, OnnxElementType from, OnnxElementType to) => to switch
    {
        OnnxElementType.Bool when from != OnnxElementType.Bool => element.IsKnown ? element.Value != 0 ? 1 : 0 : Dim.Unknown,
        OnnxElementType.Int32 when element.IsKnown && element.Value != (int)element.Value => Dim.Unknown,
        _ => element,
    };

    private static void BitCast(NodeContext node) => node.Set(0, node.ElementType("to", OnnxElementType.Undefined), node.Shape(0));
}
