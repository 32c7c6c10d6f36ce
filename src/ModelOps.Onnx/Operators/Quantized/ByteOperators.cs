using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Kernels.Quantized;

namespace ModelOps.Onnx.Operators.Quantized;

/// <summary>Operators of bytes, element by element, whose scales and zero points are constants.</summary>
internal static class ByteOperators
{
    private const string Microsoft = "com.microsoft";

    /// <summary>Adds them.</summary>
    public static void AddTo(OperatorSet set)
    {
        set.Add(Microsoft, "QLinearAdd", static node => Pair(node, isProduct: false));
        set.Add(Microsoft, "QLinearMul", static node => Pair(node, isProduct: true));
        set.Add(Microsoft, "QLinearSigmoid", static node => Table(node, static x => (float)(1 / (1 + Math.Exp(-x)))));
        set.Add(Microsoft, "QLinearLeakyRelu", static node =>
        {
            float alpha = node.Attributes.Float("alpha", 0.01f);
            return Table(node, x => x < 0 ? x * alpha : x);
        });
    }

    /// <summary>Inputs: a, a_scale, a_zero_point, b, b_scale, b_zero_point, y_scale, y_zero_point.</summary>
    private static CompiledNode Pair(NodeContext node, bool isProduct)
    {
        OnnxElementType type = node.RequireBytes(0);
        node.RequireType(3, type);
        BytePairs pairs = new((node.Scalar(1, "the scale"), node.ZeroPoint(2)), (node.Scalar(4, "the scale"), node.ZeroPoint(5)), (node.Scalar(6, "the scale"), node.ZeroPoint(7)), type == OnnxElementType.Int8);
        node.SetOutputType(0, type);
        return new CompiledNode(v => new BytePairStep(v.Input(0), v.Input(3), v.Output(0), pairs, isProduct));
    }

    /// <summary>Inputs: x, x_scale, x_zero_point, y_scale, y_zero_point.</summary>
    private static CompiledNode Table(NodeContext node, Func<float, float> function)
    {
        OnnxElementType type = node.RequireBytes(0);
        float scale = node.Scalar(1, "the scale"), scaleOfOutput = node.Scalar(3, "the scale of the output");
        int zeroPoint = node.ZeroPoint(2);
        QuantizedRange range = QuantizedConstants.Range(type, node.ZeroPoint(4));
        byte[] table = new byte[256];
        for (int i = 0; i < table.Length; i++)
        {
            int value = type == OnnxElementType.Int8 ? (sbyte)i : i;
            table[i] = QuantizeKernel.One<byte>(function((value - zeroPoint) * scale), scaleOfOutput, range);
        }

        node.SetOutputType(0, type);
        return new CompiledNode(v => new TableStep(v.Input(0), v.Output(0), table)) { IsRowWise = true };
    }
}
