using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Kernels;
using ModelOps.Onnx.Kernels.Quantized;

namespace ModelOps.Onnx.Operators.Quantized;

/// <summary>Products of matrices of 8-bit integers, by constant weights.</summary>
internal static class Int8ProductOperators
{
    private const string Microsoft = "com.microsoft";

    /// <summary>Attribute of the fused operators: whether negative answers become 0.</summary>
    public const string Relu = "relu";

    /// <summary>Attribute of the fused operators: whether bytes become floats again.</summary>
    public const string Dequantize = "dequantize";

    /// <summary>Attribute of the fused operators: whether bytes come out with their zero point taken off, as 16-bit integers.</summary>
    public const string Words = "words";

    /// <summary>Adds them.</summary>
    public static void AddTo(OperatorSet set)
    {
        set.Add(string.Empty, "MatMulInteger", MatMulInteger);
        set.Add(string.Empty, "QLinearMatMul", QLinearMatMul);
        set.Add(FusedDomain.Name, "QLinearMatMul", QLinearMatMul);
        foreach (string domain in (string[])[Microsoft, FusedDomain.Name])
        {
            set.Add(domain, "QGemm", QGemm);
            set.Add(domain, "MatMulIntegerToFloat", MatMulIntegerToFloat);
            set.Add(domain, "DynamicQuantizeMatMul", DynamicQuantizeMatMul);
        }
    }

    private static CompiledNode MatMulInteger(NodeContext node)
    {
        node.RequireBytes(0);
        Int8Weights weights = node.Weights(1, 3);
        node.RequireOneZeroPoint(2);
        node.SetOutputType(0, OnnxElementType.Int32);
        return Compile(node, weights, static v => new QuantizedActivations(v.Input(0), null, v.OptionalInput(2)), static v => new IntegerSums(v.Output(0)));
    }

    /// <summary>Inputs: a, b, a_scale, b_scale, a_zero_point, b_zero_point, bias.</summary>
    private static CompiledNode MatMulIntegerToFloat(NodeContext node)
    {
        node.RequireType(2, OnnxElementType.Float);
        Int8Weights weights = node.Weights(1, 5, node.Attributes.Flag("transB"));
        Func<NodeValues, Activations> activations = FindActivations(node, 2, 4, isScaled: true);
        float[] scales = node.ColumnScales(3, weights.Columns), bias = node.FloatBias(6, weights.Columns);
        bool isRelu = node.Attributes.Flag(Relu);
        node.SetOutputType(0, OnnxElementType.Float);
        return Compile(node, weights, activations, v => new FloatSums(v.Output(0), scales, [], bias, isRelu));
    }

    /// <summary>Inputs: a, b, b_scale, b_zero_point, bias.</summary>
    private static CompiledNode DynamicQuantizeMatMul(NodeContext node)
    {
        node.RequireType(0, OnnxElementType.Float);
        Int8Weights weights = node.Weights(1, 3);
        float[] scales = node.ColumnScales(2, weights.Columns), bias = node.FloatBias(4, weights.Columns);
        bool isRelu = node.Attributes.Flag(Relu), isPerRow = node.Options.QuantizesEachRow;
        node.SetOutputType(0, OnnxElementType.Float);
        return Compile(node, weights, v => new DynamicActivations(v.Input(0), isPerRow), v => new FloatSums(v.Output(0), scales, [], bias, isRelu)) with { IsRowWise = isPerRow };
    }

    /// <summary>Inputs: a, a_scale, a_zero_point, b, b_scale, b_zero_point, y_scale, y_zero_point.</summary>
    private static CompiledNode QLinearMatMul(NodeContext node)
    {
        Int8Weights weights = node.Weights(3, 5);
        return ToBytes(node, weights, 1f, [], 6);
    }

    /// <summary>Inputs: a, a_scale, a_zero_point, b, b_scale, b_zero_point, c, y_scale, y_zero_point.</summary>
    private static CompiledNode QGemm(NodeContext node)
    {
        if (node.Attributes.Flag("transA")) { throw new UnsupportedNodeException("the activations are transposed"); }
        Int8Weights weights = node.Weights(3, 5, node.Attributes.Flag("transB"));
        int[] bias = node.IntegerBias(6, weights.Columns);
        float alpha = node.Attributes.Float("alpha", 1f);
        if (node.HasInput(7)) { return ToBytes(node, weights, alpha, bias, 7); }
        Func<NodeValues, Activations> activations = FindActivations(node, 1, 2, isScaled: false);
        float scale = node.Scalar(1, "the scale of the activations");
        float[] scales = Array.ConvertAll(node.ColumnScales(4, weights.Columns), s => alpha * scale * s);
        bool isRelu = node.Attributes.Flag(Relu);
        node.SetOutputType(0, OnnxElementType.Float);
        return Compile(node, weights, activations, v => new FloatSums(v.Output(0), scales, bias, [], isRelu));
    }

    private static CompiledNode ToBytes(NodeContext node, Int8Weights weights, float alpha, int[] bias, int outputScale)
    {
        Func<NodeValues, Activations> activations = FindActivations(node, 1, 2, isScaled: false);
        float scale = node.Scalar(1, "the scale of the activations"), scaleOfOutput = node.Scalar(outputScale, "the scale of the output");
        float[] scales = Array.ConvertAll(node.ColumnScales(4, weights.Columns), s => alpha * scale * s / scaleOfOutput);
        OnnxElementType type = node.HasInput(outputScale + 1) ? node.RequireBytes(outputScale + 1) : OnnxElementType.UInt8;
        QuantizedRange range = QuantizedConstants.Range(type, node.ZeroPoint(outputScale + 1));
        if (node.Attributes.Flag(Words))
        {
            node.SetOutputType(0, OnnxElementType.Int16);
            return Compile(node, weights, activations, v => new WordSums(v.Output(0), scales, bias, range));
        }

        bool isDequantized = node.Attributes.Flag(Dequantize);
        node.SetOutputType(0, isDequantized ? OnnxElementType.Float : type);
        return Compile(node, weights, activations, v => isDequantized ? new RoundedSums(v.Output(0), scales, bias, range, type, scaleOfOutput) : new ByteSums(v.Output(0), scales, bias, range));
    }

    /// <summary>Bytes, or, in a joined node, the floats that they are to be made of, or words that are made of them.</summary>
    private static Func<NodeValues, Activations> FindActivations(NodeContext node, int scaleInput, int zeroPointInput, bool isScaled)
    {
        if (node.InputType(0) is OnnxElementType.Float or OnnxElementType.Int16 && node.Node.Domain == FusedDomain.Name)
        {
            float scale = node.Scalar(scaleInput, "the scale of the activations");
            QuantizedRange range = QuantizedConstants.Range(node.RequireBytes(zeroPointInput), node.ZeroPoint(zeroPointInput));
            if (node.InputType(0) == OnnxElementType.Int16) { return v => new WordActivations(v.Input(0), isScaled ? scale : 1f, range); }
            return v => new StaticActivations(v.Input(0), scale, isScaled, range);
        }

        node.RequireBytes(0);
        node.RequireOneZeroPoint(zeroPointInput);
        return v => new QuantizedActivations(v.Input(0), isScaled ? v.Input(scaleInput) : null, v.OptionalInput(zeroPointInput));
    }

    private static CompiledNode Compile(NodeContext node, Int8Weights weights, Func<NodeValues, Activations> activations, Func<NodeValues, SumWriter> writer)
    {
        if (VnniGemm.IsSupported)
        {
            VnniMatrix matrix = new(weights);
            return new(v => new VnniProductStep(v.Input(0), v.Output(0), matrix, activations(v), writer(v), isHardware: true)) { IsRowWise = true, Choice = $"{node.Node.OpType}: 8-bit weights, dot products of bytes in 256-bit vectors" };
        }

        PackedInt8Matrix packed = new(weights);
        return new(v => new Int8ProductStep(v.Input(0), v.Output(0), packed, activations(v), writer(v)))
        {
            IsRowWise = true,
            Choice = node.Int8Choice(),
        };
    }
}
