using ModelOps.Drift.Kernels;
using ModelOps.Drift.Profiles;
using ModelOps.TestSupport;

namespace ModelOps.Drift.Tests.Kernels;

public sealed class NumericColumnTests
{
    public static TheoryData<string> Kinds => [.. KernelSamples.Names];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Add_EveryKindAndWidth_AsTheDefinition(string kind)
    {
        foreach (int maxEdges in (int[])[3, 16, 17, 33, 256])
        {
            foreach (string referenceKind in (string[])["normal", kind])
            {
                NumericFeatureProfile bins = Bins(referenceKind, maxEdges);
                double[] values = [.. KernelSamples.Draw(kind, 1_500, maxEdges).Select(static value => (double)value)];
                Check(bins, values);
            }
        }
    }

    [Fact]
    public void Add_EveryLengthOfABlock_AsTheDefinition()
    {
        NumericFeatureProfile bins = Bins("normal", 256);
        for (int length = 0; length <= NumericColumn.BlockSize; length++)
        {
            Check(bins, [.. KernelSamples.Draw("NaN and infinities", length, length).Select(static value => (double)value)]);
        }
    }

    [Fact]
    public void Add_ValuesAtTheEndsOfTheGrid_NothingRounded()
    {
        // Every value at the grid's end is the largest square that a block can have.
        NumericFeatureProfile bins = Bins("normal", 256);
        double[] ends = [.. Enumerable.Range(0, 1024).Select(static i => i % 3 == 0 ? double.MaxValue : double.MinValue)];
        Check(bins, ends);
        double step = bins.Grid.Step;
        double end = bins.Grid.Center + (ValueGrid.Reach * step);
        Check(bins, [.. Enumerable.Range(0, 1024).Select(i => end + (((i % 7) - 3) * step / 2))]);
        Check(bins, [.. Enumerable.Range(0, 1024).Select(i => bins.Grid.Center + (((i % 9) - 4) * step / 2))]);
    }

    [Fact]
    public void Add_ManyBlocks_NothingOverflows()
    {
        // Counts of one bin, and sums of the largest squares, beyond what is held back of them.
        NumericFeatureProfile bins = Bins("normal", 256);
        double end = (float)(bins.Grid.Center + (bins.Grid.Step * ValueGrid.Reach)) * 0.999;
        Check(bins, [.. Enumerable.Repeat((double)(float)end, 300_000)]);
        Check(bins, [.. Enumerable.Range(0, 40_000).Select(i => (double)(float)(i % 2 == 0 ? end : -end))]);
    }

    [Fact]
    public void Add_FloatsBetweenEdgesThatAreNone_CountedAsDoubles()
    {
        double[] edges = [.. Enumerable.Range(-60, 120).SelectMany(static i => new[] { (1 + (i * 1e-8)), i * 1e-41, i * 1e300 })];
        var bins = (NumericFeatureProfile)new DatasetProfileBuilder(256).AddNumeric("x", edges).Build().Features[0];
        float[] values = [0, -0f, 1, float.Epsilon, -float.Epsilon, float.MaxValue, float.MinValue];
        Check(bins, [.. values.SelectMany(static value => new double[] { value, MathF.BitIncrement(value), MathF.BitDecrement(value) }).Where(double.IsFinite)]);
    }

    [Fact]
    public void Add_RowsAgain_AllocatesNothing()
    {
        var accumulator = new ProfileAccumulator(new DatasetProfileBuilder().AddNumeric("x", KernelSamples.Draw("normal", 1000, 1)).Build());
        float[] row = [0.5f];

        Assert.Equal(0, Allocations.Fewest(() => accumulator.Add(row)));
    }

    private static NumericFeatureProfile Bins(string kind, int maxEdges) =>
        (NumericFeatureProfile)new DatasetProfileBuilder(maxEdges).AddNumeric("x", KernelSamples.Draw(kind, 3_000, 99)).Build().Features[0];

    private static void Check(NumericFeatureProfile bins, double[] values)
    {
        NumericFeatureProfile expected = Slow(bins, values);
        foreach (VectorWidth width in Enum.GetValues<VectorWidth>())
        {
            var column = new NumericColumn(bins, width);
            foreach (double[] block in values.Chunk(NumericColumn.BlockSize)) { column.Add(block.AsSpan()); }
            Check(expected, column);
            if (!values.All(static value => float.IsNaN((float)value) || (float)value == value)) { continue; }

            column.Reset();
            foreach (double[] block in values.Chunk(NumericColumn.BlockSize)) { column.Add(block.Select(static value => (float)value).ToArray().AsSpan()); }
            Check(expected, column);
        }
    }

    private static void Check(NumericFeatureProfile expected, NumericColumn column)
    {
        NumericFeatureProfile actual = column.Snapshot();
        Assert.Equal(expected.Counts.ToArray(), actual.Counts.ToArray());
        Assert.Equal(expected.Sums, actual.Sums);
        Assert.Equal(expected.Moments, actual.Moments);
        Assert.Equal(expected.MissingCount, actual.MissingCount);
        Assert.Equal(expected.NonFiniteCount, actual.NonFiniteCount);
    }

    // Value by value, in integers of 128 bits.
    private static NumericFeatureProfile Slow(NumericFeatureProfile bins, double[] values)
    {
        double[] edges = bins.Edges.ToArray();
        long[] counts = new long[edges.Length + 1];
        ExactSums sums = default;
        double[] finite = [.. values.Where(double.IsFinite)];
        foreach (double value in finite)
        {
            counts[edges.Count(edge => edge <= value)]++;
            double steps = Math.Round((value - bins.Grid.Center) * bins.Grid.Scale);
            var clamped = (Int128)Math.Clamp(steps, -ValueGrid.Reach, ValueGrid.Reach);
            sums = sums.Merge(new ExactSums(clamped, (UInt128)(clamped * clamped), Math.Abs(steps) > ValueGrid.Reach ? 1 : 0));
        }

        double min = finite.Length == 0 ? double.PositiveInfinity : finite.Min();
        double max = finite.Length == 0 ? double.NegativeInfinity : finite.Max();
        return bins.With(counts, sums, min, max, values.Count(double.IsNaN), values.Count(double.IsInfinity));
    }
}
