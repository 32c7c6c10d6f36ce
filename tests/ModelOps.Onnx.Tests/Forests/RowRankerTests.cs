using ModelOps.Onnx.Forests.Ranking;
using ModelOps.Onnx.Kernels;

namespace ModelOps.Onnx.Tests.Forests;

public sealed class RowRankerTests
{
    public static TheoryData<int> Widths => [.. Enum.GetValues<VectorWidth>().Select(static width => (int)width)];

    [Theory]
    [MemberData(nameof(Widths))]
    public void Rank_EveryNumberOfBoundsTo255_IsTheNumberOfBoundsBelow(int width)
    {
        Random random = new(4);
        float[] special = [float.NaN, 0f, -0f, float.PositiveInfinity, float.NegativeInfinity, float.Epsilon, -float.Epsilon, float.MaxValue, float.MinValue];
        for (int count = 0; count <= byte.MaxValue; count++)
        {
            SortedSet<float> distinct = count > 8 ? [float.PositiveInfinity, 0f, float.Epsilon] : [];
            while (distinct.Count < count) { distinct.Add((random.NextSingle() * 8f) - 4f); }
            float[] bounds = [.. distinct];
            RowRanker ranker = new([new RankColumn(new RankColumnKey(1, NaNIsAbove: false), bounds), new RankColumn(new RankColumnKey(0, NaNIsAbove: true), bounds)], (VectorWidth)width);
            byte[] ranks = new byte[2];
            foreach (float value in (IEnumerable<float>)[.. special, .. bounds, .. bounds.Select(MathF.BitIncrement), .. bounds.Select(MathF.BitDecrement)])
            {
                ranker.Rank([value, value], ref ranks[0]);

                int below = bounds.Count(bound => value > bound);
                Assert.Equal(below, ranks[0]);
                Assert.Equal(float.IsNaN(value) ? byte.MaxValue : below, ranks[1]);
            }
        }
    }
}
