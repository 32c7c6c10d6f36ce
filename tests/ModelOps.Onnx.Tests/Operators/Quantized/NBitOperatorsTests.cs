using ModelOps.Onnx.Tests.Support;

namespace ModelOps.Onnx.Tests.Operators.Quantized;

public sealed class NBitOperatorsTests
{
    [Theory]
    [InlineData(4, 16, 48, 20, false)]
    [InlineData(4, 32, 70, 9, true)]
    [InlineData(4, 128, 256, 33, true)]
    [InlineData(8, 32, 64, 5, false)]
    [InlineData(8, 64, 100, 12, true)]
    public void MatMulNBits_BlocksAndZeroPoints_NearlyThatOfOnnxRuntime(int bits, int blockSize, int depth, int columns, bool hasZeroPoints)
    {
        foreach (int rows in (int[])[1, 6])
        {
            Draw draw = new(depth + rows);
            long blocks = (depth + blockSize - 1) / blockSize;
            OnnxTensor x = draw.Floats("x", 1f, rows, depth);
            List<OnnxTensor> constants = [draw.Bytes("b", OnnxElementType.UInt8, columns, blocks, blockSize * bits / 8), draw.Scales("s", 0.01f, columns * blocks)];
            if (hasZeroPoints) { constants.Add(draw.Bytes("z", OnnxElementType.UInt8, columns * (((blocks * bits) + 7) / 8))); }
            OnnxNode node = new("MatMulNBits", ["x", .. constants.Select(static c => c.Name)], ["y"])
            {
                Domain = "com.microsoft",
                Attributes = [OnnxAttribute.Int("K", depth), OnnxAttribute.Int("N", columns), OnnxAttribute.Int("bits", bits), OnnxAttribute.Int("block_size", blockSize), OnnxAttribute.Int("accuracy_level", 1)],
            };

            Oracle.Check(NodeModel.Of(13, node, [NodeModel.InputLike(x)], [OnnxElementType.Float], constants), [x], relative: 1e-5, absolute: 1e-4);
        }
    }
}
