using System.Numerics;
using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Kernels.Quantized;

namespace ModelOps.Onnx.Operators.Quantized;

/// <summary>Products by weights of few bits.</summary>
internal static class NBitOperators
{
    /// <summary>Adds them.</summary>
    public static void AddTo(OperatorSet set) => set.Add("com.microsoft", "MatMulNBits", MatMulNBits);

    /// <summary>Inputs: A, B, scales, zero_points, g_idx, bias.</summary>
    private static CompiledNode MatMulNBits(NodeContext node)
    {
        node.RequireType(0, OnnxElementType.Float);
        node.RequireType(1, OnnxElementType.UInt8);
        node.RequireType(2, OnnxElementType.Float);
        if (node.HasInput(4)) { throw new UnsupportedNodeException("the rows of the weights are reordered"); }
        long rows = node.Attributes.Int("K", 0), columns = node.Attributes.Int("N", 0), bits = node.Attributes.Int("bits", 4), blockSize = node.Attributes.Int("block_size", 0);
        if (bits is not (4 or 8)) { throw new UnsupportedNodeException($"the weights have {bits} bits"); }
        if (blockSize is < NBitMatrix.LeastBlock or > 1 << 16 || !BitOperations.IsPow2(blockSize)) { throw new UnsupportedNodeException($"the blocks have {blockSize} weights"); }
        if (rows is < 1 or > int.MaxValue || columns is < 1 or > int.MaxValue) { throw new UnsupportedNodeException($"the weights are {rows} by {columns}"); }
        ReadOnlySpan<byte> values = node.RequireConstant(1, "the matrix of weights").Span<byte>();
        ReadOnlySpan<float> scales = node.RequireConstant(2, "the scale").Span<float>();
        long blocks = (rows + blockSize - 1) / blockSize;
        long zeroPointBytes = columns * (((blocks * bits) + 7) / 8);
        ReadOnlySpan<byte> zeroPoints = [];
        if (node.HasInput(3))
        {
            node.RequireType(3, OnnxElementType.UInt8);
            zeroPoints = node.RequireConstant(3, "the zero point").Span<byte>();
        }

        if (values.Length != columns * blocks * blockSize * bits / 8 || scales.Length != columns * blocks || (zeroPoints.Length != 0 && zeroPoints.Length != zeroPointBytes))
        {
            throw new UnsupportedNodeException($"{values.Length} bytes of weights, {scales.Length} scales and {zeroPoints.Length} bytes of zero points do not fit {rows} by {columns}");
        }

        NBitMatrix weights = new(values, (int)bits, (int)blockSize, (int)rows, (int)columns, scales, zeroPoints);
        float[] bias = node.FloatBias(5, (int)columns);
        node.SetOutputType(0, OnnxElementType.Float);
        return new CompiledNode(v => new NBitStep(v.Input(0), v.Output(0), weights, bias)) { IsRowWise = true, Choice = $"MatMulNBits: {bits}-bit weights" };
    }
}
