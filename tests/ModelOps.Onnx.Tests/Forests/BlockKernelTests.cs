using ModelOps.Onnx.Forests;
using ModelOps.Onnx.Forests.Ranking;
using ModelOps.Onnx.Kernels;
using ModelOps.Onnx.Tests.Kernels.Quantized;

namespace ModelOps.Onnx.Tests.Forests;

/// <summary>The steps of a block by name, in each width, against plain loops; memory ends where the documented room does.</summary>
public sealed class BlockKernelTests
{
    private const int MostRows = 257;

    public static TheoryData<int> Widths => [.. Enum.GetValues<VectorWidth>().Select(static width => (int)width)];

    [Theory]
    [MemberData(nameof(Widths))]
    public void Test_EveryLengthTo257_ABitForEachRowAboveTheBound(int width)
    {
        Random random = new(8);
        for (int rows = 0; rows <= MostRows; rows++)
        {
            int room = (rows + 63) / 64 * 64;
            using GuardedMemory<sbyte> narrow = new(room);
            using GuardedMemory<short> wide = new(room);
            using GuardedMemory<byte> bits = new(room / 8);
            for (int i = 0; i < room; i++) { (narrow.Span[i], wide.Span[i]) = ((sbyte)random.Next(-128, 128), (short)random.Next(short.MinValue, short.MaxValue + 1)); }
            sbyte narrowBound = rows % 5 == 0 ? sbyte.MinValue : narrow.Span.IsEmpty ? sbyte.MaxValue : narrow.Span[random.Next(room)];
            short wideBound = rows % 5 == 0 ? short.MaxValue : wide.Span.IsEmpty ? short.MinValue : wide.Span[random.Next(room)];

            RankTestKernel.Run((VectorWidth)width, ref narrow.Span.GetPinnableReference(), narrowBound, ref bits.Span.GetPinnableReference(), rows);
            for (int i = 0; i < rows; i++) { Assert.Equal(narrow.Span[i] > narrowBound, IsSet(bits.Span, i)); }
            RankTestKernel.Run((VectorWidth)width, ref wide.Span.GetPinnableReference(), wideBound, ref bits.Span.GetPinnableReference(), rows);
            for (int i = 0; i < rows; i++) { Assert.Equal(wide.Span[i] > wideBound, IsSet(bits.Span, i)); }
        }
    }

    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    [InlineData(32)]
    [InlineData(64)]
    public void Select_EachUnit_AboveWhereTheTestHolds(int unit)
    {
        const int Units = 20;
        Random random = new(9);
        using GuardedMemory<byte> memory = new(Units * unit);
        random.NextBytes(memory.Span);
        byte[] expected = memory.Span.ToArray();
        RankSelect[] code = [.. Enumerable.Range(0, 300).Select(_ => new RankSelect(Unit(), Unit(), Unit(), Unit()))];
        foreach (RankSelect step in code)
        {
            for (int i = 0; i < unit; i++)
            {
                byte test = expected[(step.Test * unit) + i];
                expected[(step.Out * unit) + i] = (byte)((test & expected[(step.Above * unit) + i]) | (~test & expected[(step.Below * unit) + i]));
            }
        }

        RankSelectKernel.Run(unit, ref memory.Span[0], code);

        Assert.Equal(expected, memory.Span.ToArray());
        ushort Unit() => (ushort)random.Next(Units);
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Join_EveryLengthAndNumberOfPlanes_TheIdOfEachRow(int width)
    {
        const int Unit = 64;
        Random random = new(10);
        for (int rows = 0; rows <= MostRows; rows++)
        {
            int count = rows % 9;
            using GuardedMemory<byte> units = new(9 * Unit);
            using GuardedMemory<byte> ids = new((rows + 63) / 64 * 64);
            random.NextBytes(units.Span);
            ushort[] planes = [.. Enumerable.Range(0, count).Select(_ => (ushort)random.Next(9))];

            LeafIds.Join((VectorWidth)width, Unit, ref units.Span[0], planes, ref ids.Span.GetPinnableReference(), rows);

            for (int row = 0; row < rows; row++)
            {
                int expected = 0;
                for (int i = 0; i < count; i++) { expected |= (IsSet(units.Span[(planes[i] * Unit)..], row) ? 1 : 0) << i; }
                Assert.Equal(expected, ids.Span[row]);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Add_EveryLengthAndTable_OneAdditionForEachRow(int width)
    {
        Random random = new(11);
        foreach (int leaves in (int[])[32, 64, 96, 128, 160, 192, 224, 256, 512, 4096])
        {
            float[] values = [.. Enumerable.Range(0, leaves).Select(_ => random.NextSingle() - 0.5f)];
            values[leaves - 1] = float.NaN;
            values[leaves / 2] = float.Epsilon;
            for (int rows = 0; rows <= MostRows; rows += leaves > 64 ? 8 : 1)
            {
                int room = (rows + 63) / 64 * 64;
                int high = leaves > 256 ? room : 0;
                using GuardedMemory<byte> ids = new(room + high);
                using GuardedMemory<float> sums = new(room);
                float[] expected = new float[rows];
                for (int row = 0; row < rows; row++)
                {
                    int id = random.Next(leaves);
                    ids.Span[row] = (byte)id;
                    if (high > 0) { ids.Span[row + high] = (byte)(id >> 8); }
                    sums.Span[row] = random.NextSingle();
                    expected[row] = sums.Span[row] + values[id];
                }

                LeafAdder.Add((VectorWidth)width, ref ids.Span.GetPinnableReference(), high, values, sums.Span, rows);

                Assert.Equal(expected.Select(BitConverter.SingleToInt32Bits), sums.Span[..rows].ToArray().Select(BitConverter.SingleToInt32Bits));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Score_RowsAndScoresBeforeAGuardPage_TouchesNothingBeyond(int width)
    {
        RandomForest random = new() { TracksMissing = true, Trees = 70, Features = 33 };
        Forest forest = OnnxForestReader.Read(random.Node(), random.Features);
        ForestScorer scorer = new(forest, (VectorWidth)width);
        float[] all = random.Rows(MostRows);
        (float[] expected, _) = ReferenceScores.Of(forest, all);
        for (int count = 1; count <= MostRows; count += count < 70 ? 1 : 17)
        {
            using GuardedMemory<float> rows = new(all.AsSpan(0, count * random.Features));
            using GuardedMemory<float> scores = new(count);

            scorer.Score(rows.Span, scores.Span);

            Assert.True(scores.Span.SequenceEqual(expected.AsSpan(0, count)), $"Scores of {count} rows differ.");
        }
    }

    private static bool IsSet(ReadOnlySpan<byte> bits, int row) => ((bits[row / 8] >> (row % 8)) & 1) != 0;
}
