using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Kernels;
using ModelOps.Onnx.Kernels.Quantized;

namespace ModelOps.Onnx.Operators.Quantized;

/// <summary>Constants that integer operators want at load.</summary>
internal static class QuantizedConstants
{
    private static readonly OnnxElementType[] Bytes = [OnnxElementType.UInt8, OnnxElementType.Int8];

    /// <summary>Asks for an input of bytes.</summary>
    public static OnnxElementType RequireBytes(this NodeContext node, int input) => node.RequireType(input, Bytes);

    /// <summary>A constant input.</summary>
    /// <exception cref="UnsupportedNodeException">It is none.</exception>
    public static OnnxTensor RequireConstant(this NodeContext node, int input, string what) =>
        node.Constant(input) ?? throw new UnsupportedNodeException($"{what} (input {input}) is no constant");

    /// <summary>The only element of a constant of floats.</summary>
    public static float Scalar(this NodeContext node, int input, string what)
    {
        ReadOnlySpan<float> values = Floats(node, input, what);
        return values.Length == 1 ? values[0] : throw new UnsupportedNodeException($"{what} (input {input}) has {values.Length} elements, and one is expected");
    }

    /// <summary>The only zero point; 0 where it is left out.</summary>
    public static int ZeroPoint(this NodeContext node, int input)
    {
        if (!node.HasInput(input)) { return 0; }
        OnnxTensor tensor = node.RequireConstant(input, "the zero point");
        bool isSigned = node.RequireBytes(input) == OnnxElementType.Int8;
        ReadOnlySpan<byte> values = tensor.Span<byte>();
        if (values.Length != 1) { throw new UnsupportedNodeException($"the zero point (input {input}) has {values.Length} elements, and one is expected"); }
        return isSigned ? (sbyte)values[0] : values[0];
    }

    /// <summary>Scales of columns: one of them becomes one for each.</summary>
    public static float[] ColumnScales(this NodeContext node, int input, int columns)
    {
        ReadOnlySpan<float> values = Floats(node, input, "the scale");
        float[] scales = new float[columns];
        if (values.Length == 1) { Array.Fill(scales, values[0]); }
        else if (values.Length == columns) { values.CopyTo(scales); }
        else { throw new UnsupportedNodeException($"the scale (input {input}) has {values.Length} elements for {columns} columns"); }
        return scales;
    }

    /// <summary>A bias of floats, one a column; empty where it is left out.</summary>
    public static float[] FloatBias(this NodeContext node, int input, int columns)
    {
        if (!node.HasInput(input)) { return []; }
        node.RequireType(input, OnnxElementType.Float);
        float[] bias = Floats(node, input, "the bias").ToArray();
        return bias.Length == columns ? bias : throw new UnsupportedNodeException($"the bias (input {input}) has {bias.Length} elements for {columns} columns");
    }

    /// <summary>A bias of integers, one a column; empty where it is left out.</summary>
    public static int[] IntegerBias(this NodeContext node, int input, int columns)
    {
        if (!node.HasInput(input)) { return []; }
        node.RequireType(input, OnnxElementType.Int32);
        int[] bias = node.RequireConstant(input, "the bias").Span<int>().ToArray();
        if (bias.Length == 1 && columns > 1) { bias = [.. Enumerable.Repeat(bias[0], columns)]; }
        return bias.Length == columns ? bias : throw new UnsupportedNodeException($"the bias (input {input}) has {bias.Length} elements for {columns} columns");
    }

    /// <summary>Constant weights of two dimensions.</summary>
    public static Int8Weights Weights(this NodeContext node, int input, int zeroPointInput, bool isTransposed = false)
    {
        bool isSigned = node.RequireBytes(input) == OnnxElementType.Int8;
        OnnxTensor tensor = node.RequireConstant(input, "the matrix of weights");
        if (tensor.Shape is not [long rows, long columns]) { throw new UnsupportedNodeException($"the weights have {tensor.Shape.Count} dimensions"); }
        if (isTransposed) { (rows, columns) = (columns, rows); }
        return new Int8Weights(tensor.RawData, isSigned, (int)rows, (int)columns, isTransposed, node.ColumnZeroPoints(zeroPointInput, tensor.ElementType, (int)columns));
    }

    /// <summary>Zero points of weights: none, one, or one a column.</summary>
    public static byte[] ColumnZeroPoints(this NodeContext node, int input, OnnxElementType type, int columns)
    {
        if (!node.HasInput(input)) { return []; }
        node.RequireType(input, type);
        byte[] zeroPoints = node.RequireConstant(input, "the zero point of the weights").Span<byte>().ToArray();
        return zeroPoints.Length == 1 || zeroPoints.Length == columns ? zeroPoints
            : throw new UnsupportedNodeException($"the weights have {zeroPoints.Length} zero points for {columns} columns");
    }

    /// <summary>The range of bytes.</summary>
    public static QuantizedRange Range(OnnxElementType type, int zeroPoint) =>
        type == OnnxElementType.Int8 ? QuantizedRange.Of<sbyte>(zeroPoint) : QuantizedRange.Of<byte>(zeroPoint);

    /// <summary>Ends compiling when rows have zero points of their own.</summary>
    /// <exception cref="UnsupportedNodeException">They have.</exception>
    public static void RequireOneZeroPoint(this NodeContext node, int input)
    {
        if (!node.HasInput(input)) { return; }
        node.RequireType(input, node.InputType(0));
        if (node.Constant(input) is { } zeroPoint && zeroPoint.Span<byte>().Length != 1) { throw new UnsupportedNodeException("the rows have zero points of their own"); }
    }

    /// <summary>What people are told of a node with weights of 8 bits.</summary>
    public static string Int8Choice(this NodeContext node) =>
        $"{node.Node.OpType}: 8-bit weights, {(VectorWidths.Best == VectorWidth.Scalar ? "scalar" : $"{8 * (int)VectorWidths.Best}-bit vectors")}";

    private static ReadOnlySpan<float> Floats(NodeContext node, int input, string what)
    {
        node.RequireType(input, OnnxElementType.Float);
        return node.RequireConstant(input, what).Span<float>();
    }
}
