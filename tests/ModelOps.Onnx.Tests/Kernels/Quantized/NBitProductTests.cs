using ModelOps.Onnx.Kernels;
using ModelOps.Onnx.Kernels.Quantized;

namespace ModelOps.Onnx.Tests.Kernels.Quantized;

public sealed class NBitProductTests
{
    [Theory]
    [MemberData(nameof(Widths.All), MemberType = typeof(Widths))]
    public void Multiply_EveryLengthTo257_NearTheSumInDoubles(int width)
    {
        for (int rows = 1; rows <= 257; rows++)
        {
            int bits = rows % 2 == 0 ? 4 : 8;
            int blockSize = 16 << (rows % 4);
            Check((VectorWidth)width, bits, blockSize, rows, columns: 1 + (rows % 7), hasZeroPoints: rows % 3 == 0);
        }
    }

    private static void Check(VectorWidth width, int bits, int blockSize, int rows, int columns, bool hasZeroPoints)
    {
        Random random = new(rows);
        int blocks = (rows + blockSize - 1) / blockSize;
        byte[] values = new byte[columns * blocks * blockSize * bits / 8];
        byte[] zeroPoints = new byte[hasZeroPoints ? columns * (((blocks * bits) + 7) / 8) : 0];
        random.NextBytes(values);
        random.NextBytes(zeroPoints);
        float[] scales = Draw(columns * blocks), x = Draw(rows), bias = Draw(columns);
        NBitMatrix weights = new(values, bits, blockSize, rows, columns, scales, zeroPoints);
        using GuardedMemory<float> prepared = new(weights.PreparedLength);
        using GuardedMemory<float> y = new(columns);

        NBitProduct.Prepare(x, weights, prepared.Span);
        NBitProduct.Multiply(width, prepared.Span, weights, bias, y.Span);

        for (int column = 0; column < columns; column++)
        {
            double expected = bias[column], size = Math.Abs(expected);
            for (int row = 0; row < rows; row++)
            {
                int block = row / blockSize;
                int value = Packed(values, (column * blocks * blockSize) + row, bits);
                int zeroPoint = hasZeroPoints ? Packed(zeroPoints.AsSpan(column * (((blocks * bits) + 7) / 8)), block, bits) : 1 << (bits - 1);
                double product = x[row] * (double)scales[(column * blocks) + block];
                expected += product * (value - zeroPoint);
                size += Math.Abs(product) * (value + zeroPoint);
            }

            Assert.Equal(expected, y.Span[column], 2e-6 * size);
        }

        float[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.5f)];
    }

    private static int Packed(ReadOnlySpan<byte> values, int index, int bits) => bits == 8 ? values[index] : (values[index >> 1] >> (4 * (index & 1))) & 15;
}
