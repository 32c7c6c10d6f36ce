using CsCheck;
using ModelOps.Drift.Monitoring;
using ModelOps.Drift.Profiles;

namespace ModelOps.Drift.Tests.Monitoring;

public sealed class BucketSumTests
{
    private static readonly DatasetProfile Reference = new DatasetProfileBuilder(16)
        .AddNumeric("x", PortableData.Uniform(1, 300)).AddNumeric("constant", new double[] { 4, 4, 4 }).AddCategorical("city", ["a", "b", "a", null]).Build();

    private static readonly BucketBins Bins = new(Reference);

    private static readonly double[] Odd = [double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.MaxValue, double.Epsilon, -0.0, 4];
    private static readonly string?[] Cities = ["a", "b", "new", null];

    private static readonly Gen<double> AnyNumber = Gen.OneOf(
        Gen.Double[-2, 2], Gen.Double, Gen.Int[0, 6].Select(static at => Odd[at]));

    [Fact]
    public void Write_AnyRowsDealtAnyhow_GiveTheBytesOfTheWhole() =>
        Gen.Select(Gen.Select(AnyNumber, AnyNumber, Gen.Int[0, 3].Select(static at => Cities[at])).Array[0, 60], Gen.Int[1, 6], Gen.Int).Sample(static (rows, parts, seed) =>
        {
            byte[] whole = Sum(rows).Write();
            var random = new Random(seed);
            byte[][] dealt = [.. rows.GroupBy(_ => random.Next(parts)).Select(static part => Sum([.. part]).Write())];
            random.Shuffle(dealt);
            var merged = new BucketSum(Bins);
            foreach (byte[] part in dealt) { merged.Add(part); }
            Assert.Equal(whole, merged.Write());
            Assert.Equal(rows.Length, merged.Rows);
            Assert.Equal(DriftProfileFile.Write(Profile(rows)), DriftProfileFile.Write(merged.Snapshot()));
        }, iter: 300);

    [Fact]
    public void Add_DamagedBytes_RefusesAndAddsNothing()
    {
        byte[] content = Sum([(0.5, 4, "a"), (0.7, 4, "b")]).Write();
        Gen.Select(Gen.Int[0, content.Length - 1], Gen.Byte[1, 255], Gen.Int[0, content.Length]).Sample((at, change, length) =>
        {
            byte[] damaged = [.. content];
            damaged[at] ^= change;
            var sum = new BucketSum(Bins);
            Assert.Throws<DriftProfileFormatException>(() => sum.Add(damaged));
            if (length < content.Length) { Assert.Throws<DriftProfileFormatException>(() => sum.Add(content.AsSpan(0, length))); }
            Assert.Equal(new BucketSum(Bins).Write(), sum.Write());
        }, iter: 500);
    }

    [Fact]
    public void Add_OfAnotherReference_IsRefused()
    {
        DatasetProfile other = new DatasetProfileBuilder().AddNumeric("x", PortableData.Uniform(2, 300)).Build();
        DriftProfileFormatException error = Assert.Throws<DriftProfileFormatException>(() => new BucketSum(new BucketBins(other)).Add(Sum([(1, 1, "a")]).Write()));
        Assert.Contains("another reference", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_ThirtyFeaturesOfAMinute_StaysSmall()
    {
        DatasetProfile reference = MonitoringData.Reference(30, maxEdges: 256);
        var sum = new BucketSum(new BucketBins(reference));
        sum.Add(MonitoringData.Profile(reference, MonitoringData.Rows(new Random(3), 600, 30), 30), 600);
        Assert.InRange(sum.Write().Length, 30 * 257, 12_000);
    }

    private static BucketSum Sum((double X, double Constant, string? City)[] rows)
    {
        var sum = new BucketSum(Bins);
        sum.Add(Profile(rows), rows.Length);
        return sum;
    }

    private static DatasetProfile Profile((double X, double Constant, string? City)[] rows) => new DatasetProfileBuilder(Reference)
        .AddNumeric("x", rows.Select(static row => row.X).ToArray()).AddNumeric("constant", rows.Select(static row => row.Constant).ToArray())
        .AddCategorical("city", [.. rows.Select(static row => row.City)]).Build();
}
