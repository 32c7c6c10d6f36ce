namespace ModelOps.Onnx.Shapes.Operators;

/// <summary>Operators of <c>com.microsoft</c> that ONNX Runtime fuses others into.</summary>
internal static class MicrosoftOperators
{
    public static void Register(OperatorRegistry registry)
    {
        registry.Add(OperatorRegistry.Microsoft, ElementwiseOperators.Same, "Gelu", "FastGelu", "QuickGelu", "BiasGelu", "RotaryEmbedding");
        registry.Add(OperatorRegistry.Microsoft, static node => node.Set(0, node.Type(0), MatrixOperators.Flat(node, 0, 1)), "FusedGemm");
        registry.Add(OperatorRegistry.Microsoft, FusedMatMul, "FusedMatMul");
        registry.Add(OperatorRegistry.Microsoft, static node => node.Set(0, node.Type(0), ConvolutionOperators.Shape(node, 0, 1)), "FusedConv");
        registry.Add(OperatorRegistry.Microsoft, SkipNormalization, "SkipLayerNormalization", "SkipSimplifiedLayerNormalization");
    }

    private static void FusedMatMul(NodeContext node)
    {
        bool plain = !node.Flag("transA") && !node.Flag("transB") && !node.Flag("transBatchA") && !node.Flag("transBatchB");
        bool flat = node.Shape(0) is { Length: 2 } && node.Shape(1) is { Length: 2 };
        node.Set(0, node.FirstType(0, 1), plain ? MatrixOperators.Product(node, 0, 1) : flat ? MatrixOperators.Flat(node, 0, 1) : null);
    }

    private static void SkipNormalization(NodeContext node)
    {
        node.ExpectSameType(0, 1);
        node.Set(0, node.Type(0), node.Shape(0));
        node.Set(3, node.Type(0), node.Shape(0)); // the sum before it is normalized
    }
}
