using CsCheck;
using ModelOps.Drift.Profiles;
using ModelOps.Drift.Profiles.Sketches;
using ModelOps.Drift.Statistics;

namespace ModelOps.Drift.Tests.Profiles.Sketches;

public sealed class SketchAccumulatorTests
{
    private static readonly SketchSchema Schema = new() { Numbers = ["a", "b"], Categories = ["city"], QuantileSize = 64, CategoryPlaces = 16, SampleSize = 20, SampleSeed = 5 };

    [Fact]
    public void Merge_AnySharding_KeepsWhatIsExactAndTheErrorsOfTheRest() =>
        Gen.Select(Gen.Int[0, 800], Gen.Int[1, 6], Gen.Int).Sample((count, shards, seed) =>
        {
            SketchAccumulator whole = Fill(Enumerable.Range(0, count), 99);
            var random = new Random(seed);
            var merged = new SketchAccumulator(Schema, 7);
            foreach (IGrouping<int, int> shard in Enumerable.Range(0, count).GroupBy(_ => random.Next(shards)).OrderBy(_ => random.Next()))
            {
                merged.Merge(SketchAccumulator.Read(Fill(shard, (ulong)shard.Key).Write()));
            }

            foreach (string feature in (string[])["a", "b", "city"]) { Assert.Equal(whole.DistinctValues(feature)!.Write(), merged.DistinctValues(feature)!.Write()); }
            Assert.Equal(whole.Sample!.Write(), merged.Sample!.Write());
            Assert.Equal(count, merged.Quantiles("a")!.Count);
            for (double at = 0.1; at < 1 && count > 0; at += 0.2)
            {
                double exact = Enumerable.Range(0, count).Count(i => Number(i, 0) <= at) / (double)count;
                Assert.InRange(merged.Quantiles("a")!.Rank(at).Value, exact - (2 * merged.Quantiles("a")!.UniformError) - 1e-12, exact + (2 * merged.Quantiles("a")!.UniformError) + 1e-12);
            }

            HeavyHitters cities = merged.FrequentCategories("city")!;
            Assert.All(cities.Top(), city => Assert.InRange(city.Count - Enumerable.Range(0, count).Count(i => City(i) == city.Value), 0, cities.MaxError));
        }, iter: 60);

    [Theory]
    [InlineData(0)]
    [InlineData(0.05)]
    [InlineData(0.3)]
    public void Compare_WithAReference_HoldsTheExactStatistic(double shift)
    {
        double[] reference = PortableData.Uniform(1, 20_000);
        double[] current = [.. PortableData.Uniform(2, 5_000).Select(x => x + shift)];
        SketchSchema schema = new() { Numbers = ["x", "missing"], QuantileSize = 512 };
        var of = new SketchAccumulator(schema, 1);
        var now = new SketchAccumulator(schema, 2);
        foreach (double x in reference) { of.Add([x, double.NaN]); }
        foreach (double x in current) { now.Add([x, double.NaN]); }

        IReadOnlyList<FeatureSketchDrift> drift = now.Compare(of);

        double exact = KolmogorovSmirnov.Compare(reference, current).Test.Statistic;
        Assert.True(drift[0].Result.Statistic.Contains(exact), $"{exact} outside {drift[0].Result.Statistic}");
        Assert.Equal(shift >= 0.05, drift[0].Result.PValue.High < 0.01);
        Assert.True(double.IsNaN(drift[1].Result.Statistic.Value));
        Assert.Equal(["x", "missing"], drift.Select(static d => d.Feature));
        Assert.Equal((0, 0), (now.DistinctValues("missing")!.Estimate().Value, now.Quantiles("missing")!.Count));
    }

    [Fact]
    public void Features_AThousand_AreMergedAndStored()
    {
        SketchSchema schema = new() { Numbers = [.. Enumerable.Range(0, 1000).Select(static i => $"f{i}")], QuantileSize = 64 };
        SketchAccumulator[] shards = [new(schema, 1), new(schema, 2)];
        foreach (double[] row in PortableData.Uniform(3, 200_000).Chunk(1000)) { shards[row[0] < 0.5 ? 0 : 1].Add(row); }
        shards[0].Merge(SketchAccumulator.Read(shards[1].Write()));
        byte[] written = shards[0].Write();

        SketchAccumulator read = SketchAccumulator.Read(written);

        Assert.Equal(written, read.Write());
        Assert.All(schema.Numbers, name => Assert.Equal(200, read.Quantiles(name)!.Count));
        Assert.InRange(written.Length, 1_000_000, 8_000_000);
    }

    [Fact]
    public void Schema_Wrong_IsRefused()
    {
        SketchSchema[] wrong =
        [
            new(), Schema with { Numbers = ["a", "a"] }, Schema with { Categories = ["a"] }, Schema with { Numbers = [""] }, Schema with { QuantileSize = 7 },
            Schema with { CategoryPlaces = 0 }, Schema with { SampleSize = -1 }, Schema with { Numbers = [] },
        ];

        Assert.All(wrong, static schema => Assert.Throws<ArgumentException>(() => new SketchAccumulator(schema)));
        var sketches = new SketchAccumulator(Schema);
        Assert.Throws<ArgumentException>(() => sketches.Add([1], 1));
        Assert.Throws<InvalidOperationException>(() => sketches.Add([1, 2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => sketches.AddCategory(1, "x"));
        Assert.Throws<ArgumentException>(() => sketches.Merge(new SketchAccumulator(Schema with { SampleSeed = 6 })));
        Assert.Null(sketches.Quantiles("city"));
        Assert.Null(sketches.FrequentCategories("a"));
        Assert.Null(sketches.DistinctValues("c"));
    }

    [Fact]
    public void Read_DamagedOrHostile_IsRefusedOrUsable()
    {
        byte[] written = Fill(Enumerable.Range(0, 300), 1).Write();
        for (int at = 0; at < written.Length; at += 97)
        {
            byte[] damaged = [.. written];
            damaged[at] ^= 1;
            Assert.Throws<DriftProfileFormatException>(() => SketchAccumulator.Read(damaged));
            Assert.Throws<DriftProfileFormatException>(() => SketchAccumulator.Read(written.AsSpan(0, at)));
        }

        Gen.Select(Gen.Int[6, 60], Gen.Byte.Array[1, 6]).Sample((at, noise) =>
        {
            byte[] content = written[..^32];
            noise.CopyTo(content, at);
            try
            {
                SketchAccumulator read = SketchAccumulator.Read([.. content, .. System.Security.Cryptography.SHA256.HashData(content)]);
                Assert.Equal(read.Write(), SketchAccumulator.Read(read.Write()).Write());
            }
            catch (DriftProfileFormatException error)
            {
                Assert.Equal(ModelOpsErrorKind.DataLoss, error.Kind);
            }
        }, iter: 1000);
    }

    private static SketchAccumulator Fill(IEnumerable<int> rows, ulong shard)
    {
        var sketches = new SketchAccumulator(Schema, shard);
        foreach (int row in rows)
        {
            sketches.Add([Number(row, 0), Number(row, 1)], (ulong)row);
            sketches.AddCategory(0, City(row));
        }

        return sketches;
    }

    private static double Number(int row, int column) => SplitMix64.Mix((ulong)(row + 1) * (ulong)(column + 3)) / (double)ulong.MaxValue;

    private static string City(int row) => $"city {SplitMix64.Mix((ulong)row) % (1 + (SplitMix64.Mix((ulong)row + 9) % 40))}";
}
