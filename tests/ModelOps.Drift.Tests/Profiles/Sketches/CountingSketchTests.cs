using CsCheck;
using ModelOps.Drift.Profiles.Sketches;
using ModelOps.TestSupport;

namespace ModelOps.Drift.Tests.Profiles.Sketches;

public sealed class CountingSketchTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(3000)]
    [InlineData(10_000)]
    [InlineData(300_000)]
    public void HyperLogLog_OverStreams_ErrsAsItSays(int distinct)
    {
        double squares = 0;
        for (int stream = 0; stream < 20; stream++)
        {
            var sketch = new HyperLogLog();
            for (int i = 0; i < distinct; i++)
            {
                double value = ((double)stream * distinct) + i;
                sketch.Add(value);
                if (i % 3 == 0) { sketch.Add(value); }
            }

            EstimateInterval estimate = sketch.Estimate();
            Assert.InRange(estimate.Value, distinct * (1 - (5 * HyperLogLog.RelativeError)) - 1e-9, distinct * (1 + (5 * HyperLogLog.RelativeError)) + 0.5);
            squares += distinct == 0 ? 0 : Math.Pow((estimate.Value / distinct) - 1, 2);
        }

        Assert.InRange(Math.Sqrt(squares / 20), 0, 1.6 * HyperLogLog.RelativeError);
    }

    [Fact]
    public void HyperLogLog_AnySharding_GivesIdenticalBytes() =>
        Gen.Select(Gen.String.Array[0, 200], Gen.Int[0, 200]).Sample((texts, cut) =>
        {
            HyperLogLog left = Distinct(texts.Skip(cut));
            left.Merge(HyperLogLog.Read(Distinct(texts.Take(cut)).Write()));
            Assert.Equal(Distinct(texts).Write(), left.Write());
        }, iter: 200);

    [Fact]
    public void HeavyHitters_OfSkewedStreams_KeepTheirPromises() =>
        Gen.Select(Gen.Int[0, 40].Select(Gen.Int[0, 40], Math.Min).Array[0, 500], Gen.Int[0, 500], Gen.Int[1, 20]).Sample((values, cut, capacity) =>
        {
            string[] texts = [.. values.Select(static value => $"v{value}")];
            HeavyHitters merged = Frequent(texts.Take(cut), capacity);
            merged.Merge(HeavyHitters.Read(Frequent(texts.Skip(cut), capacity).Write()));
            AssertPromises(texts, merged);
            HeavyHitters single = Frequent(texts, capacity);
            AssertPromises(texts, single);
            Assert.True(single.MaxError <= texts.Length / capacity);
        }, iter: 500);

    [Fact]
    public void HeavyHitters_WithRoom_AreExactInAnyOrder()
    {
        string[] texts = [.. Enumerable.Range(0, 1000).Select(static i => $"v{i * i % 97}")];
        HeavyHitters left = Frequent(texts.Skip(300), 128);
        left.Merge(Frequent(texts.Take(300), 128));
        Assert.Equal(Frequent(texts, 128).Write(), left.Write());
        Assert.Equal(0, left.MaxError);
    }

    [Fact]
    public void HeavyHitters_LongAndBrokenTexts_AreCutAndKept()
    {
        HeavyHitters list = Frequent([new string('x', 1_000_000), "\ud800", "\udc00"], 8);
        Assert.Equal(HeavyHitters.MaxTextLength, list.Top().Max(static place => place.Value.Length));
        Assert.Equal(list.Write(), HeavyHitters.Read(list.Write()).Write());
    }

    [Fact]
    public void HeavyHitters_KnownText_AllocatesNothing()
    {
        HeavyHitters list = Frequent(["a", "b"], 8);
        Assert.Equal(0, Allocations.Fewest(() => list.Add("b")));
    }

    [Fact]
    public void BottomK_AnyShardingAndMergeOrder_GivesIdenticalBytes() =>
        Gen.Select(Gen.Int[0, 200], Gen.Int[1, 8], Gen.Int[1, 40]).Sample((rows, shards, size) =>
        {
            BottomKSample[] parts = [.. Enumerable.Range(0, shards).Select(shard => Sample(Enumerable.Range(0, rows).Where(i => i % shards == shard), size))];
            BottomKSample merged = Sample([], size);
            foreach (BottomKSample part in parts.Reverse()) { merged.Merge(BottomKSample.Read(part.Write())); }
            Assert.Equal(Sample(Enumerable.Range(0, rows), size).Write(), merged.Write());
            Assert.Equal(Math.Min(rows, size), merged.Rows.Count);
        }, iter: 200);

    [Fact]
    public void BottomK_OverSeeds_IsUniform()
    {
        double[] means = [.. Enumerable.Range(0, 200).Select(static seed => Sample(Enumerable.Range(0, 1000), 50, (ulong)seed).Rows.Average(static row => row[0]))];
        Assert.Equal(499.5, means.Average(), 3 * 289 / Math.Sqrt(50 * 200));
    }

    [Fact]
    public void BottomK_Misuse_Throws()
    {
        Assert.Throws<ArgumentException>(() => new BottomKSample(5, 2).Add(1, [1.0]));
        Assert.Throws<ArgumentException>(() => new BottomKSample(5, 2).Merge(new BottomKSample(5, 2, seed: 1)));
    }

    private static void AssertPromises(string[] texts, HeavyHitters list)
    {
        Assert.Equal(texts.Length, list.Count);
        Dictionary<string, int> truth = texts.CountBy(static text => text).ToDictionary();
        HeavyHitter[] top = [.. list.Top()];
        Assert.InRange(top.Length, 0, list.Capacity);
        Assert.All(top, place => Assert.InRange(truth[place.Value], place.Count - place.MaxError, place.Count));
        Assert.All(top, place => Assert.InRange(place.MaxError, 0, list.MaxError));
        Assert.All(truth, pair => Assert.True(pair.Value <= list.MaxError || top.Any(place => place.Value == pair.Key)));
    }

    private static HyperLogLog Distinct(IEnumerable<string> texts)
    {
        var sketch = new HyperLogLog();
        foreach (string text in texts) { sketch.Add(text); }
        return sketch;
    }

    private static HeavyHitters Frequent(IEnumerable<string> texts, int capacity)
    {
        var list = new HeavyHitters(capacity);
        foreach (string text in texts) { list.Add(text); }
        return list;
    }

    private static BottomKSample Sample(IEnumerable<int> rows, int size, ulong seed = 7)
    {
        var sample = new BottomKSample(size, width: 2, seed);
        foreach (int row in rows) { sample.Add((ulong)row, [row, double.NaN]); }
        return sample;
    }
}
