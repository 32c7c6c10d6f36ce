using CsCheck;
using ModelOps.Drift.Profiles;
using ModelOps.Drift.Profiles.Sketches;
using ModelOps.Drift.Tests.Kernels;
using ModelOps.TestSupport;

namespace ModelOps.Drift.Tests.Profiles;

public sealed class ProfileAccumulatorTests
{
    private static readonly DatasetProfile Reference = new DatasetProfileBuilder(maxEdges: 16)
        .AddNumeric("age", PortableData.Uniform(1, 500))
        .AddCategorical("city", ["Bern", "Rom", "Bern", "Oslo", null])
        .AddNumeric("income", PortableData.Uniform(2, 500))
        .Build();

    private static readonly double[] Special = [double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.Epsilon, 0.0, -0.0, double.MinValue];

    /// <summary>Huge, tiny, subnormal, signed zeros, NaN and infinities among ordinary values.</summary>
    private static readonly Gen<double> Value = Gen.Frequency(
        (8, Gen.Double[-0.5, 1.5]), (2, Gen.Double), (1, Gen.Double[-1e-300, 1e-300]), (1, Gen.Double[1e300, double.MaxValue]),
        (1, Gen.Int[0, 6].Select(static at => Special[at])));

    private static readonly string[] Cities = ["Bern", "Rom", "Oslo", "Paris", ""];

    private static readonly Gen<(double Age, double Income, int City)> Row = Gen.Select(Value, Value, Gen.Int[0, 5]);

    [Fact]
    public void Snapshot_AnyShardingAndMergeTree_GivesIdenticalBytes() =>
        Gen.Select(Row.Array[0, 400], Gen.Int[1, 9], Gen.Int).Sample((rows, shards, seed) =>
        {
            byte[] whole = DriftProfileFile.Write(Profile(rows));
            var random = new Random(seed);
            random.Shuffle(rows);
            List<DatasetProfile> parts = [.. rows.GroupBy(_ => random.Next(shards)).Select(static shard => Profile(shard)), Profile([])];
            while (parts.Count > 1)
            {
                DatasetProfile left = Take(parts, random);
                parts.Add(left.Merge(Take(parts, random)));
            }

            Assert.Equal(whole, DriftProfileFile.Write(parts[0]));
        }, iter: 500);

    [Fact]
    public void Snapshot_FilesOfShards_MergeToIdenticalBytes() =>
        Gen.Select(Row.Array[0, 200], Gen.Int[0, 200]).Sample((rows, cut) =>
        {
            DatasetProfile left = DriftProfileFile.Read(DriftProfileFile.Write(Profile(rows.Take(cut))));
            DatasetProfile right = DriftProfileFile.Read(DriftProfileFile.Write(Profile(rows.Skip(cut))));
            Assert.Equal(DriftProfileFile.Write(Profile(rows)), DriftProfileFile.Write(right.Merge(left)));
        }, iter: 200);

    [Fact]
    public void Snapshot_OfRows_IsWhatTheBuilderMakesOfColumns() =>
        Row.Array[0, 300].Sample(rows =>
        {
            DatasetProfile columns = new DatasetProfileBuilder(Reference)
                .AddNumeric("age", [.. rows.Select(static row => row.Age)])
                .AddNumeric("income", [.. rows.Select(static row => row.Income)])
                .AddCategorical("city", [.. rows.Select(static row => row.City < 5 ? Cities[row.City] : null)])
                .Build();
            Assert.Equal(DriftProfileFile.Write(columns), DriftProfileFile.Write(Profile(rows)));
        }, iter: 200);

    [Fact]
    public void AddRows_AnyCutsAndKinds_GivesIdenticalBytes() =>
        Gen.Select(Gen.Int[0, 9], Gen.Int[0, 700], Gen.Int).Sample((width, count, seed) =>
        {
            var random = new Random(seed);
            var builder = new DatasetProfileBuilder(maxEdges: random.Next(3, 257)).AddCategorical("city", ["Bern"]);
            for (int i = 0; i < width; i++) { builder.AddNumeric($"f{i}", KernelSamples.Draw("normal", 400, seed + i)); }
            DatasetProfile reference = builder.Build();
            float[] rows = [.. KernelSamples.Draw(KernelSamples.Names.ElementAt(random.Next(KernelSamples.Names.Count())), count * width, seed)];
            var each = new ProfileAccumulator(reference);
            var cut = new ProfileAccumulator(reference);
            for (int row = 0; row < count; row++) { each.Add([.. rows[(row * width)..((row + 1) * width)].Select(static value => (double)value)]); }
            for (int row = 0; row < count;)
            {
                int more = Math.Min(count - row, random.Next(1, random.Next(2) == 0 ? 4 : 200));
                ReadOnlySpan<float> next = rows.AsSpan(row * width, more * width);
                if (random.Next(9) == 0 && more == 1) { cut.Add(next); }
                else if (random.Next(9) == 0 && more == 1) { cut.Add([.. next.ToArray().Select(static value => (double)value)]); }
                else { cut.AddRows(next); }
                if (random.Next(20) == 0) { cut.Snapshot(); }
                row += more;
            }

            Assert.Equal(DriftProfileFile.Write(each.Snapshot()), DriftProfileFile.Write(cut.Snapshot()));
        }, iter: 200);

    [Fact]
    public void Add_FloatsInTheModelsOrder_FindTheirFeatures()
    {
        var accumulator = new ProfileAccumulator(Reference, ["income", "unwatched", "age"]);
        Assert.Equal(3, accumulator.RowLength);
        accumulator.Add([0.25f, 9f, 0.75f]);
        DatasetProfile profile = accumulator.Snapshot();
        Assert.Equal(0.25, Moments(profile, "income").Mean);
        Assert.Equal(0.75, Moments(profile, "age").Mean);
    }

    [Fact]
    public void Snapshot_InTheMiddle_KeepsCounting()
    {
        var accumulator = new ProfileAccumulator(Reference);
        accumulator.Add([0.5, 0.5]);
        Assert.Equal(1, accumulator.Snapshot().Find("age")!.Count);
        accumulator.Add([0.5, double.NaN]);
        DatasetProfile both = accumulator.Snapshot();
        Assert.Equal((2, 1, 1), (both.Find("age")!.Count, both.Find("income")!.Count, both.Find("income")!.MissingCount));
    }

    [Fact]
    public void Reset_ForgetsEverything()
    {
        var accumulator = new ProfileAccumulator(Reference);
        byte[] empty = DriftProfileFile.Write(accumulator.Snapshot());
        for (int i = 0; i < 200; i++) { accumulator.Add([1e300, double.PositiveInfinity]); }
        accumulator.AddCategory(0, "Bern");
        accumulator.AddMissingCategory(0);
        accumulator.Reset();
        Assert.Equal(empty, DriftProfileFile.Write(accumulator.Snapshot()));
    }

    [Fact]
    public void Add_ManyRows_AllocatesNothing()
    {
        var accumulator = new ProfileAccumulator(Reference);
        float[] row = [0.3f, 0.7f];
        Assert.Equal(0, Allocations.Fewest(() =>
        {
            accumulator.Add(row);
            accumulator.AddCategory(0, "Paris");
        }));
    }

    [Fact]
    public void Add_AThousandFeatures_CountsEach()
    {
        var builder = new DatasetProfileBuilder();
        string[] names = [.. Enumerable.Range(0, 1000).Select(static i => $"f{i}")];
        foreach (string name in names) { builder.AddNumeric(name, [0.0, 1000]); }
        var accumulator = new ProfileAccumulator(builder.Build(), names);
        double[] row = [.. Enumerable.Range(0, 1000).Select(static i => (double)i)];
        for (int i = 0; i < 130; i++) { accumulator.Add(row); }
        DatasetProfile profile = accumulator.Snapshot();
        Assert.All(names, (name, i) => Assert.Equal(new Moments(130, i, 0, i, i), Moments(profile, name)));
    }

    [Fact]
    public void OtherCategories_OfNewValues_NamesThem()
    {
        var accumulator = new ProfileAccumulator(Reference);
        foreach (string city in new[] { "Bern", "Paris", "Wien", "Paris" }) { accumulator.AddCategory(0, city); }
        HeavyHitters others = accumulator.OtherCategories(0);
        Assert.Equal([new HeavyHitter("Paris", 2, 0), new HeavyHitter("Wien", 1, 0)], others.Top());
        accumulator.Reset();
        Assert.Equal((3, 0), (others.Count, accumulator.OtherCategories(0).Count));
    }

    [Fact]
    public void Constructor_BadColumns_SayWhatMendsIt()
    {
        Assert.Contains("named twice", Assert.Throws<ArgumentException>(() => new ProfileAccumulator(Reference, ["age", "age"])).Message, StringComparison.Ordinal);
        Assert.Contains("AddCategory", Assert.Throws<ArgumentException>(() => new ProfileAccumulator(Reference, ["city"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Add_WrongLengthOrFeature_Throws()
    {
        var accumulator = new ProfileAccumulator(Reference);
        Assert.Contains("2 were expected", Assert.Throws<ArgumentException>(() => accumulator.Add([1f])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => accumulator.AddCategory(1, "x"));
        Assert.Throws<ArgumentOutOfRangeException>(() => accumulator.AddMissingCategory(-1));
        Assert.Equal(["city"], accumulator.CategoricalFeatures);
    }

    private static Moments Moments(DatasetProfile profile, string name) => ((NumericFeatureProfile)profile.Find(name)!).Moments;

    private static DatasetProfile Profile(IEnumerable<(double Age, double Income, int City)> rows)
    {
        var accumulator = new ProfileAccumulator(Reference);
        foreach ((double age, double income, int city) in rows)
        {
            accumulator.Add([age, income]);
            if (city < Cities.Length)
            {
                accumulator.AddCategory(0, Cities[city]);
            }
            else
            {
                accumulator.AddMissingCategory(0);
            }
        }

        return accumulator.Snapshot();
    }

    private static DatasetProfile Take(List<DatasetProfile> parts, Random random)
    {
        int at = random.Next(parts.Count);
        DatasetProfile part = parts[at];
        parts.RemoveAt(at);
        return part;
    }
}
