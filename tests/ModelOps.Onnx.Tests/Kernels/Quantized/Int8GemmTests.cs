using ModelOps.Onnx.Kernels;
using ModelOps.Onnx.Kernels.Quantized;

namespace ModelOps.Onnx.Tests.Kernels.Quantized;

/// <summary>Each width by name against sums in 64 bits.</summary>
public sealed class Int8GemmTests
{
    private static readonly (int Rows, int Depth, int Columns)[] Shapes =
        [(1, 1, 1), (1, 32, 64), (1, 64, 1), (1, 256, 10), (1, 300, 83), (1, 7, 16), (2, 3, 17), (4, 33, 64), (5, 128, 65), (7, 31, 129), (9, 257, 80), (4, 8, 15), (3, 0, 5), (0, 4, 4), (13, 20, 96)];

    [Theory]
    [MemberData(nameof(Widths.All), MemberType = typeof(Widths))]
    public void Multiply_SignedAndNot_Exact(int width)
    {
        foreach ((int rows, int depth, int columns) in Shapes)
        {
            for (int kind = 0; kind < 8; kind++)
            {
                Check((VectorWidth)width, rows, depth, columns, (kind & 1) != 0, (kind & 2) != 0, (kind & 4) != 0);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Widths.All), MemberType = typeof(Widths))]
    public void Multiply_EveryLengthTo257_Exact(int width)
    {
        for (int depth = 0; depth <= 257; depth++) { Check((VectorWidth)width, 1 + (depth % 5), depth, 1 + (depth % 83), true, depth % 2 == 0, depth % 3 == 0); }
    }

    [Theory]
    [MemberData(nameof(Widths.All), MemberType = typeof(Widths))]
    public void Multiply_LargestProducts_DoNotSaturate(int width)
    {
        const int Depth = 64;
        byte[] weights = [.. Enumerable.Repeat(unchecked((byte)(sbyte)-128), Depth * 16)];
        PackedInt8Matrix packed = new(new Int8Weights(weights, IsSigned: true, Depth, 16, IsTransposed: false, []));
        short[] activations = [.. Enumerable.Repeat((short)255, Depth)];
        int[] sums = new int[16];

        Int8Gemm.Multiply((VectorWidth)width, activations, packed, sums, 1);

        Assert.All(sums, static sum => Assert.Equal(-128 * 255 * Depth, sum));
    }

    private static void Check(VectorWidth width, int rows, int depth, int columns, bool isSigned, bool isTransposed, bool hasZeroPoints)
    {
        Random random = new((rows * 31) + depth + columns);
        byte[] weights = new byte[depth * columns];
        random.NextBytes(weights);
        byte[] zeroPoints = new byte[hasZeroPoints ? columns : 0];
        random.NextBytes(zeroPoints);
        PackedInt8Matrix packed = new(new Int8Weights(weights, isSigned, depth, columns, isTransposed, zeroPoints));
        using GuardedMemory<short> activations = new(rows * packed.PaddedRows);
        for (int row = 0; row < rows; row++)
        {
            for (int i = 0; i < depth; i++) { activations.Span[(row * packed.PaddedRows) + i] = (short)random.Next(-255, 256); }
        }

        using GuardedMemory<int> sums = new(rows * packed.PaddedColumns);

        Int8Gemm.Multiply(width, activations.Span, packed, sums.Span, rows);

        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                long expected = 0;
                for (int i = 0; i < depth; i++)
                {
                    expected += activations.Span[(row * packed.PaddedRows) + i]
                        * (long)(Value(weights[isTransposed ? (column * depth) + i : (i * columns) + column], isSigned) - (hasZeroPoints ? Value(zeroPoints[column], isSigned) : 0));
                }

                Assert.Equal(expected, sums.Span[(row * packed.PaddedColumns) + column]);
            }
        }
    }

    private static int Value(byte value, bool isSigned) => isSigned ? (sbyte)value : value;
}
