using ModelOps.Onnx.Kernels.Quantized;

namespace ModelOps.Onnx.Tests.Kernels.Quantized;

/// <summary>The instruction, where the machine has it, and its twin everywhere, against sums in 64 bits.</summary>
public sealed class VnniGemmTests
{
    private static readonly (int Rows, int Depth, int Columns)[] Shapes =
        [(1, 1, 1), (1, 32, 64), (1, 256, 10), (1, 7, 16), (2, 3, 17), (4, 33, 64), (5, 128, 65), (9, 257, 80), (4, 8, 15), (3, 0, 5), (0, 4, 4), (13, 20, 96)];

    public static TheoryData<bool> Kinds => [false, true];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Multiply_SignedAndNot_Exact(bool isHardware)
    {
        SkipWithout(isHardware);
        foreach ((int rows, int depth, int columns) in Shapes)
        {
            for (int kind = 0; kind < 8; kind++) { Check(isHardware, rows, depth, columns, (kind & 1) != 0, (kind & 2) != 0, (kind & 4) != 0); }
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Multiply_EveryLengthTo257_Exact(bool isHardware)
    {
        SkipWithout(isHardware);
        for (int depth = 0; depth <= 257; depth++) { Check(isHardware, 1 + (depth % 5), depth, 1 + (depth % 83), true, depth % 2 == 0, depth % 3 == 0); }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Multiply_LargestProducts_DoNotSaturate(bool isHardware)
    {
        SkipWithout(isHardware);
        const int Depth = 64;
        VnniMatrix packed = new(new Int8Weights(Enumerable.Repeat((byte)128, Depth * 16).ToArray(), IsSigned: true, Depth, 16, IsTransposed: false, []));
        byte[] activations = [0, 0, 0, 0, .. Enumerable.Repeat(byte.MaxValue, Depth)];
        int[] sums = new int[16];

        VnniGemm.Multiply(isHardware, activations, packed, sums, 1);

        Assert.All(sums, static sum => Assert.Equal(-128 * 255 * Depth, sum));
    }

    private static void SkipWithout(bool isHardware) => Assert.SkipWhen(isHardware && !VnniGemm.IsSupported, "The processor has no AVX-VNNI.");

    private static void Check(bool isHardware, int rows, int depth, int columns, bool isSigned, bool isTransposed, bool hasZeroPoints)
    {
        Random random = new((rows * 31) + depth + columns);
        byte[] weights = new byte[depth * columns];
        random.NextBytes(weights);
        byte[] zeroPoints = new byte[hasZeroPoints ? columns : 0];
        random.NextBytes(zeroPoints);
        Int8Weights matrix = new(weights, isSigned, depth, columns, isTransposed, zeroPoints);
        VnniMatrix packed = new(matrix);
        using GuardedMemory<byte> activations = new(rows * packed.RowBytes);
        int[] zeros = new int[rows];
        for (int row = 0; row < rows; row++)
        {
            Span<byte> bytes = activations.Span.Slice(row * packed.RowBytes, packed.RowBytes);
            zeros[row] = row % 3 == 0 ? 0 : random.Next(256);
            Assert.True(BitConverter.TryWriteBytes(bytes, zeros[row]));
            random.NextBytes(bytes.Slice(4, depth));
        }

        using GuardedMemory<int> sums = new(rows * packed.PaddedColumns);

        VnniGemm.Multiply(isHardware, activations.Span, packed, sums.Span, rows);

        int flip = isSigned ? 0 : 128;
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                long expected = 0;
                int zeroPoint = hasZeroPoints ? (sbyte)(zeroPoints[column] ^ flip) : -flip;
                for (int i = 0; i < depth; i++) { expected += (activations.Span[(row * packed.RowBytes) + 4 + i] - zeros[row]) * (long)(matrix[i, column] - zeroPoint); }
                Assert.Equal(expected, sums.Span[(row * packed.PaddedColumns) + column]);
            }
        }
    }
}
