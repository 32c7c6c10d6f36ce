using CsCheck;
using ModelOps.Drift.Profiles;

namespace ModelOps.Drift.Tests.Profiles;

public sealed class DatasetProfileTests
{
    private static readonly DatasetProfile Reference = new DatasetProfileBuilder(maxEdges: 16)
        .AddNumeric("age", PortableData.Uniform(1, 500))
        .AddCategorical("city", ["Bern", "Rom", "Bern", "Oslo", null])
        .Build();

    private static readonly Gen<double> Value = Gen.Frequency(
        (8, Gen.Double[-0.5, 1.5]), (1, Gen.Const(double.NaN)), (1, Gen.Const(double.PositiveInfinity)));

    private static readonly string?[] Cities = ["Bern", "Rom", "Oslo", "Paris", null];

    private static readonly Gen<string?> City = Gen.Int[0, 4].Select(static at => Cities[at]);

    [Fact]
    public void Merge_AnyShardingAndOrder_GivesIdenticalCounts() =>
        Gen.Select(Value.Array[0, 60], City.Array[0, 60], Gen.Int[1, 7], Gen.Int).Sample((ages, cities, shards, seed) =>
        {
            DatasetProfile whole = Profile(ages, cities);
            var random = new Random(seed);
            int[] ageShard = [.. ages.Select(_ => random.Next(shards))];
            int[] cityShard = [.. cities.Select(_ => random.Next(shards))];
            List<DatasetProfile> parts = [.. Enumerable.Range(0, shards).Select(shard => Profile(
                [.. ages.Where((_, i) => ageShard[i] == shard)], [.. cities.Where((_, i) => cityShard[i] == shard)]))];

            // A random merge tree.
            while (parts.Count > 1)
            {
                DatasetProfile left = Take(parts, random);
                parts.Add(left.Merge(Take(parts, random)));
            }

            foreach ((FeatureProfile expected, FeatureProfile actual) in whole.Features.Zip(parts[0].Features))
            {
                Assert.Equal(expected.Counts.ToArray(), actual.Counts.ToArray());
                Assert.Equal((expected.Count, expected.MissingCount, expected.NonFiniteCount), (actual.Count, actual.MissingCount, actual.NonFiniteCount));
            }

            Moments one = ((NumericFeatureProfile)whole.Find("age")!).Moments;
            Moments merged = ((NumericFeatureProfile)parts[0].Find("age")!).Moments;
            Assert.Equal((one.Count, one.Min, one.Max), (merged.Count, merged.Min, merged.Max));
            Assert.Equal(one.Mean, merged.Mean, 1e-12);
            Assert.Equal(one.SquaredDeviations, merged.SquaredDeviations, 1e-10);
        }, iter: 500);

    [Fact]
    public void AddNumeric_EveryValue_LandsBetweenItsEdges() =>
        Gen.Double[-3, 3].Array[1, 50].Sample(values =>
        {
            var profile = (NumericFeatureProfile)new DatasetProfileBuilder(maxEdges: 8).AddNumeric("x", values).Build().Features[0];
            double[] edges = profile.Edges.ToArray();
            Assert.InRange(edges.Length, 2, 8);
            long[] expected = new long[edges.Length + 1];
            foreach (double value in values) { expected[edges.Count(edge => edge <= value)]++; }
            Assert.Equal(expected, profile.Counts.ToArray());
            Assert.Equal(0, profile.Counts[0]);
            Assert.Equal(0, profile.Counts[^1]);
        }, iter: 500);

    [Fact]
    public void AddNumeric_DirtyColumn_CountsWhatIsNotANumberApart()
    {
        var profile = (NumericFeatureProfile)new DatasetProfileBuilder()
            .AddNumeric("x", [1.0, double.NaN, 3, double.PositiveInfinity, double.NegativeInfinity, double.NaN]).Build().Features[0];
        Assert.Equal((2, 2, 2), (profile.Count, profile.MissingCount, profile.NonFiniteCount));
        Assert.Equal(new Moments(2, 2, 2, 1, 3), profile.Moments);
        Assert.Equal(1, profile.Moments.StandardDeviation);
    }

    [Fact]
    public void AddNumeric_FloatsAndDoubles_AreProfiledAlike()
    {
        DatasetProfile floats = new DatasetProfileBuilder().AddNumeric("x", [0.1f, 0.2f, 0.3f]).Build();
        DatasetProfile doubles = new DatasetProfileBuilder().AddNumeric("x", [(double)0.1f, (double)0.2f, (double)0.3f]).Build();
        Assert.Equal(DriftProfileFile.Write(doubles), DriftProfileFile.Write(floats));
    }

    [Fact]
    public void AddNumeric_ConstantReference_TellsValuesBesideItApart()
    {
        DatasetProfile reference = new DatasetProfileBuilder().AddNumeric("x", [5.0, 5, 5]).Build();
        FeatureProfile current = new DatasetProfileBuilder(reference).AddNumeric("x", [4.0, 5, 5, 6, 7, 8]).Build().Features[0];
        Assert.Equal([1, 2, 3], current.Counts.ToArray());
    }

    [Fact]
    public void AddNumeric_LargestDouble_HasABin()
    {
        FeatureProfile profile = new DatasetProfileBuilder().AddNumeric("x", [double.MinValue, 0, double.MaxValue]).Build().Features[0];
        Assert.Equal(3, profile.Count);
    }

    [Fact]
    public void AddCategorical_NewCategory_CountsAsOther()
    {
        var current = (CategoricalFeatureProfile)Profile([], ["Paris", "Bern", null]).Find("city")!;
        Assert.Equal(["Bern", "Oslo", "Rom"], current.Categories);
        Assert.Equal((1, 2, 1), (current.OtherCount, current.Count, current.MissingCount));
    }

    [Fact]
    public void AddCategorical_MoreThanTheCap_KeepsTheCommonest()
    {
        var profile = (CategoricalFeatureProfile)new DatasetProfileBuilder(maxCategories: 2)
            .AddCategorical("c", ["a", "b", "c", "c", "b", "d"]).Build().Features[0];
        Assert.Equal(["b", "c"], profile.Categories);
        Assert.Equal([2, 2, 2], profile.Counts.ToArray());
    }

    [Fact]
    public void AddNumeric_Misuse_SaysWhatMendsIt()
    {
        var current = new DatasetProfileBuilder(Reference);
        Assert.Contains("no feature 'height'", Assert.Throws<ArgumentException>(() => current.AddNumeric("height", [1.0])).Message, StringComparison.Ordinal);
        Assert.Contains("is Categorical", Assert.Throws<ArgumentException>(() => current.AddNumeric("city", [1.0])).Message, StringComparison.Ordinal);
        DatasetProfileBuilder fresh = new DatasetProfileBuilder().AddNumeric("x", [1.0]);
        Assert.Contains("at once", Assert.Throws<ArgumentException>(() => fresh.AddNumeric("x", [1.0])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Merge_OtherBins_Throws()
    {
        DatasetProfile other = new DatasetProfileBuilder().AddNumeric("age", [1.0, 2]).Build();
        Assert.Throws<ArgumentException>(() => Reference.Merge(other));
    }

    private static DatasetProfile Profile(double[] ages, string?[] cities) =>
        new DatasetProfileBuilder(Reference).AddNumeric("age", ages).AddCategorical("city", cities).Build();

    private static DatasetProfile Take(List<DatasetProfile> parts, Random random)
    {
        int at = random.Next(parts.Count);
        DatasetProfile part = parts[at];
        parts.RemoveAt(at);
        return part;
    }
}
