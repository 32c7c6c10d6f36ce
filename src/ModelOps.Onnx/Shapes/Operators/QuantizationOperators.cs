namespace ModelOps.Onnx.Shapes.Operators;

/// <summary>Operators between numbers and their quantized form.</summary>
internal static class QuantizationOperators
{
    public static void Register(OperatorRegistry registry)
    {
        registry.Add(Quantize, "QuantizeLinear");
        registry.Add(OperatorRegistry.Microsoft, Quantize, "QuantizeLinear");
        registry.Add(Dequantize, "DequantizeLinear");
        registry.Add(OperatorRegistry.Microsoft, Dequantize, "DequantizeLinear");
        registry.Add(Dynamic, "DynamicQuantizeLinear");
        registry.Add(OperatorRegistry.Microsoft, Gemm, "QGemm");
        registry.Add(OperatorRegistry.Microsoft, Pair, "QLinearAdd", "QLinearMul");
        registry.Add(OperatorRegistry.Microsoft, ElementwiseOperators.Same, "QLinearSigmoid", "QLinearLeakyRelu", "QLinearSoftmax");
        registry.Add(OperatorRegistry.Microsoft, static node => ScatterOperators.Concat(node, 2, 3), "QLinearConcat");
        registry.Add(OperatorRegistry.Microsoft, Pool, "QLinearAveragePool");
        registry.Add(OperatorRegistry.Microsoft, GlobalPool, "QLinearGlobalAveragePool");
        registry.Add(OperatorRegistry.Microsoft, static node => node.Set(0, OnnxElementType.Float, MatrixOperators.Product(node, 0, 1)), "DynamicQuantizeMatMul", "MatMulIntegerToFloat");
        registry.Add(OperatorRegistry.Microsoft, BlockMatMul, "MatMulNBits", "MatMulBnb4");
    }

    private static void Quantize(NodeContext node)
    {
        CheckParameters(node);
        OnnxElementType told = node.Int("output_dtype", 0) == 0 ? OnnxElementType.Undefined : node.ElementType("output_dtype", OnnxElementType.Undefined);
        OnnxElementType type = node.Has(2) ? node.Type(2) : told == OnnxElementType.Undefined ? OnnxElementType.UInt8 : told;
        node.Set(0, type, node.Shape(0));
    }

    private static void Dequantize(NodeContext node)
    {
        CheckParameters(node);
        if (node.Has(2)) { node.ExpectSameType(0, 2); }
        OnnxElementType told = node.Int("output_dtype", 0) == 0 ? OnnxElementType.Undefined : node.ElementType("output_dtype", OnnxElementType.Undefined);
        node.Set(0, told == OnnxElementType.Undefined ? node.Type(1) : told, node.Shape(0));
    }

    // A scale for all, or one for each place of an axis; blocks have scales of as many dimensions as the input.
    private static void CheckParameters(NodeContext node)
    {
        if (node.Int("block_size", 0) != 0 || node.Shape(0) is not { } shape || node.Shape(1) is not [var scales] || scales.Is(1) || shape.Length < 2) { return; }
        if (node.TryAxis(node.Int("axis", 1), shape.Length, out int axis)) { node.ExpectSameSize(shape[axis], scales, $"the number of scales, and the size of dimension {axis},"); }
    }

    private static void Dynamic(NodeContext node)
    {
        node.Set(0, OnnxElementType.UInt8, node.Shape(0));
        node.Set(1, OnnxElementType.Float, []);
        node.Set(2, OnnxElementType.UInt8, []);
    }

    // A, its scale and zero point, B, its scale and zero point, C, scale and zero point of the result.
    private static void Gemm(NodeContext node) =>
        node.Set(0, node.Has(8) ? node.Type(8) : node.Has(7) ? node.Type(0) : OnnxElementType.Float, MatrixOperators.Flat(node, 0, 3));

    private static void Pair(NodeContext node)
    {
        node.ExpectSameType(0, 3);
        node.Set(0, node.FirstType(0, 3), Broadcasting.Shape(node, 0, 3));
    }

    private static void Pool(NodeContext node) => node.Set(0, node.Type(0), node.Flag("channels_last") ? null : PoolOperators.Shape(node));

    private static void GlobalPool(NodeContext node)
    {
        if (node.Flag("channels_last")) { node.Set(0, node.Type(0), node.Shape(0)?.Select((size, i) => i == 0 || i == node.Shape(0)!.Length - 1 ? size : 1).ToArray()); }
        else { PoolOperators.Global(node); }
    }

    private static void BlockMatMul(NodeContext node)
    {
        long rows = node.Int("K", 0);
        long columns = node.Int("N", 0);
        if (rows < 1 || columns < 1)
        {
            node.Find(OnnxRule.Attribute, $"its weights are of {rows} rows and {columns} columns");
            return;
        }

        if (node.Shape(0) is not { Length: > 0 } shape)
        {
            node.Set(0, node.Type(0), null);
            return;
        }

        if (shape[^1].Differs(rows)) { node.Find(OnnxRule.Size, $"matrices do not go together: {shape[^1]} columns, but {rows} rows"); }
        node.Set(0, node.Type(0), [.. shape[..^1], columns]);
    }
}
