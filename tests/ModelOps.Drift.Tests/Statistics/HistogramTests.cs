using ModelOps.Drift.Kernels;
using ModelOps.Drift.Statistics;
using ModelOps.Drift.Tests.Kernels;
using ModelOps.TestSupport;

namespace ModelOps.Drift.Tests.Statistics;

public sealed class HistogramTests
{
    public static TheoryData<string> Kinds => [.. KernelSamples.Names];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Count_EveryKindAndWidth_AsTheDefinition(string kind)
    {
        foreach (int edgeCount in (int[])[2, 3, 5, 11, 64, 65, 256])
        {
            float[] values = KernelSamples.Draw(kind, 5_003, edgeCount);
            float[] edges = Edges(kind, edgeCount);
            double[] wide = Array.ConvertAll(values, static value => (double)value);
            double[] wideEdges = Array.ConvertAll(edges, static edge => (double)edge);
            long[] expected = Slow(wide, wideEdges);
            foreach (VectorWidth width in Enum.GetValues<VectorWidth>())
            {
                long[] counts = new long[edges.Length - 1];
                Array.Fill(counts, 99);

                Assert.Equal(expected.Sum(), Histogram.Count<float>(values, edges, counts, width));
                Assert.Equal(expected, counts);
                Assert.Equal(expected.Sum(), Histogram.Count<double>(wide, wideEdges, counts, width));
                Assert.Equal(expected, counts);
            }
        }
    }

    [Fact]
    public void Count_EveryLengthAroundAVector_AsTheDefinition()
    {
        float[] edges = [-1, -0.5f, 0, 0.25f, 1];
        for (int length = 0; length < 70; length++)
        {
            float[] values = KernelSamples.Draw("normal", length, length);
            foreach (VectorWidth width in Enum.GetValues<VectorWidth>())
            {
                long[] counts = new long[4];
                Histogram.Count<float>(values, edges, counts, width);
                Assert.Equal(Slow(Array.ConvertAll(values, static value => (double)value), [-1, -0.5, 0, 0.25, 1]), counts);
            }
        }
    }

    [Fact]
    public void Count_ValuesAtEdges_LastBinClosed()
    {
        long[] counts = new long[2];

        Assert.Equal(4, Histogram.Count([0.0, 1, 1, 2, -0.5, 2.5, double.NaN, double.PositiveInfinity, double.NegativeInfinity], [0.0, 1, 2], counts));

        Assert.Equal([1, 3], counts);
    }

    [Fact]
    public void CountUniform_AsNumPy()
    {
        // numpy.histogram([0, .1, .2, .3, .4, .5, .6, .7, .8, .9, 1], 10, (0, 1)), NumPy 1.24: rounding puts .3, .6 and .7 below their edges.
        long[] counts = new long[10];

        Assert.Equal(11, Histogram.CountUniform([0.0, .1, .2, .3, .4, .5, .6, .7, .8, .9, 1], 0, 1, counts));

        Assert.Equal([1, 1, 2, 0, 1, 2, 1, 0, 1, 2], counts);
    }

    [Fact]
    public void Count_BadArguments_SaysWhichAndHowToMend()
    {
        Assert.Contains("at least two edges", Assert.Throws<ArgumentException>(static () => Histogram.Count([1.0], [0.0], [])).Message, StringComparison.Ordinal);
        Assert.Contains("one count fewer", Assert.Throws<ArgumentException>(static () => Histogram.Count([1.0], [0.0, 1], new long[2])).Message, StringComparison.Ordinal);
        Assert.Contains("Edge 1", Assert.Throws<ArgumentException>(static () => Histogram.Count([1.0], [0.0, -1], new long[1])).Message, StringComparison.Ordinal);
        Assert.Contains("finite", Assert.Throws<ArgumentException>(static () => Histogram.Count([1.0], [0.0, double.NaN], new long[1])).Message, StringComparison.Ordinal);
        Assert.Contains("4096", Assert.Throws<ArgumentException>(static () => Histogram.CountUniform([1.0], 0, 1, [])).Message, StringComparison.Ordinal);
        Assert.Contains("greater", Assert.Throws<ArgumentException>(static () => Histogram.CountUniform([1.0], 1, 1, new long[1])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Count_Again_AllocatesNothing()
    {
        float[] values = KernelSamples.Draw("normal", 10_000, 1);
        long[] counts = new long[10];

        Assert.Equal(0, Allocations.Fewest(() => Histogram.CountUniform(values, -3, 3, counts), calls: 10));
    }

    private static float[] Edges(string kind, int count)
    {
        float[] sorted = [.. KernelSamples.Draw(kind, 3 * count, 77).Where(float.IsFinite).Order()];
        return sorted.Length < count ? [.. Enumerable.Range(0, count).Select(static i => (float)i)] : [.. Enumerable.Range(0, count).Select(i => sorted[i * sorted.Length / count])];
    }

    private static long[] Slow(double[] values, double[] edges)
    {
        long[] counts = new long[edges.Length - 1];
        for (int bin = 0; bin < counts.Length; bin++)
        {
            counts[bin] = values.Count(value => value >= edges[bin] && (value < edges[bin + 1] || (bin == counts.Length - 1 && value == edges[^1])));
        }

        return counts;
    }
}
