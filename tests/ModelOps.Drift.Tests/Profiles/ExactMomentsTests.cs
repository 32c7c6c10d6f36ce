using System.Text;
using CsCheck;
using ModelOps.Drift.Profiles;

namespace ModelOps.Drift.Tests.Profiles;

public sealed class ExactMomentsTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1.7e9, 1e-3)]
    [InlineData(-5e5, 1e5)]
    [InlineData(1e-200, 1e-201)]
    [InlineData(1e200, 1e199)]
    public void Moments_OfValuesInTheReferencesRange_ErrWithinTheBound(double center, double half) =>
        Gen.Double[-1, 1].Array[2, 300].Sample(units =>
        {
            double[] values = [.. units.Select(unit => center + (unit * half))];
            Moments moments = Profile(values).Moments;
            double mean = center + values.Average(value => value - center);
            double squares = values.Sum(value => (value - mean) * (value - mean));
            Assert.Equal(mean, moments.Mean, (half * 1e-12) + (Math.Abs(center) * 1e-15));

            // The centred sum is good to rounding, the grid to 2^-40 half-ranges a value.
            Assert.Equal(squares, moments.SquaredDeviations, (half * half * values.Length * 1e-11) + (Math.Abs(center) * half * values.Length * 1e-15));
        }, iter: 200);

    [Fact]
    public void Moments_OfWholeNumbers_AreExact()
    {
        Moments moments = Profile([1_000_000_001, 1_000_000_002, 1_000_000_006]).Moments;
        Assert.Equal(new Moments(3, 1_000_000_003, 14, 1_000_000_001, 1_000_000_006), moments);
    }

    [Fact]
    public void Moments_OfAConstant_HaveNoSpread()
    {
        Moments moments = Profile([.. Enumerable.Repeat(0.1, 1000)]).Moments;
        Assert.Equal((0.1, 0), (moments.Mean, moments.SquaredDeviations));
        Assert.Equal(0, Profile([0, 0]).Moments.Mean);
    }

    [Fact]
    public void Moments_AgainstAConstantReference_StillSpread()
    {
        var reference = new DatasetProfileBuilder().AddNumeric("x", [5.0, 5]).Build();
        var current = (NumericFeatureProfile)new DatasetProfileBuilder(reference).AddNumeric("x", [4.0, 6]).Build().Features[0];
        Assert.Equal(new Moments(2, 5, 2, 4, 6), current.Moments);
    }

    [Fact]
    public void Moments_OfOneAbsurdValue_ClampItAndSaySo()
    {
        var reference = new DatasetProfileBuilder().AddNumeric("x", [-1.0, 1]).Build();
        var current = (NumericFeatureProfile)new DatasetProfileBuilder(reference).AddNumeric("x", [0, 0, 0, 1e300]).Build().Features[0];
        Assert.Equal((1, 1e300, 4), (current.ClampedCount, current.Moments.Max, current.Count));
        Assert.InRange(current.Moments.Mean, 256 / 4, 512 / 4);
    }

    [Theory]
    [InlineData(new double[] { })]
    [InlineData(new[] { double.NaN, double.PositiveInfinity })]
    public void Moments_OfNoValues_AreNone(double[] values)
    {
        NumericFeatureProfile profile = Profile(values);
        Assert.Equal(Moments.None, profile.Moments);
        Assert.Equal(values.Length, profile.MissingCount + profile.NonFiniteCount);
    }

    [Fact]
    public void Moments_OfSubnormals_AreFinite()
    {
        NumericFeatureProfile profile = Profile([double.Epsilon, 3 * double.Epsilon, -double.Epsilon]);
        Assert.Equal(0, profile.Moments.Mean, 1e-300);
        Assert.Equal(0, profile.Moments.SquaredDeviations, 1e-300);
        Assert.Equal([0, 1, 1, 1, 0], profile.Counts.ToArray());
    }

    [Fact]
    public void Merge_SquaresBeyondTheLargest_StayThere()
    {
        var most = new ExactSums(5, UInt128.MaxValue - 1, 0);
        ExactSums merged = most.Merge(new ExactSums(1, 7, 0)).Merge(new ExactSums(1, 7, 0));
        Assert.Equal((UInt128.MaxValue, (Int128)7), (merged.Squares, merged.Sum));
        Assert.Equal(double.PositiveInfinity, merged.SquaredDeviations(ValueGrid.For([0, 1]), 3));
    }

    [Fact]
    public void Read_AFileOfVersion1_TakesItsMoments()
    {
        const string Version1 = """
            {"format":"modelops.drift-profile","version":1,"checksum":"sha256:CHECKSUM","features":[{"name":"x","edges":[1,2,3,3.0000000000000004],"counts":[0,1,1,1,0],"missing":0,"nonFinite":0,"moments":{"mean":2,"squaredDeviations":2,"min":1,"max":3}}]}
            """;
        byte[] features = Encoding.UTF8.GetBytes(Version1[Version1.IndexOf('[', StringComparison.Ordinal)..Version1.LastIndexOf('}')]);
        string text = Version1.Replace("CHECKSUM", Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(features)), StringComparison.Ordinal);
        DatasetProfile read = DriftProfileFile.Read(Encoding.UTF8.GetBytes(text));
        Assert.Equal(new Moments(3, 2, 2, 1, 3), ((NumericFeatureProfile)read.Features[0]).Moments);
        Assert.Equal(DriftProfileFile.Write(new DatasetProfileBuilder().AddNumeric("x", [1.0, 2, 3]).Build()), DriftProfileFile.Write(read));
    }

    [Theory]
    [InlineData("{\"mean\":1,\"squaredDeviations\":0,\"min\":1,\"max\":1}", 2, "must have sums")]
    [InlineData("{\"mean\":1,\"squaredDeviations\":0,\"min\":1,\"max\":1,\"sum\":0,\"squares\":0,\"clamped\":0}", 1, "must have sums")]
    [InlineData("{\"mean\":1,\"squaredDeviations\":0,\"min\":1,\"max\":1,\"sum\":9,\"squares\":1,\"clamped\":0}", 2, "no values")]
    [InlineData("{\"mean\":1,\"squaredDeviations\":0,\"min\":1,\"max\":1,\"sum\":0,\"squares\":0,\"clamped\":2}", 2, "no values")]
    [InlineData("{\"mean\":1,\"squaredDeviations\":0,\"min\":1,\"max\":1,\"sum\":-1e30,\"squares\":0,\"clamped\":0}", 2, "not valid JSON")]
    public void Read_HostileSums_SaysWhatIsWrong(string moments, int version, string problem)
    {
        string text = "{\"format\":\"modelops.drift-profile\",\"version\":" + version
            + ",\"checksum\":\"\",\"features\":[{\"name\":\"x\",\"edges\":[1],\"counts\":[0,1],\"missing\":0,\"moments\":" + moments + "}]}";
        DriftProfileFormatException error = Assert.Throws<DriftProfileFormatException>(() => DriftProfileFile.Read(Encoding.UTF8.GetBytes(text)));
        Assert.Contains(problem, error.Problem, StringComparison.Ordinal);
    }

    private static NumericFeatureProfile Profile(double[] values) =>
        (NumericFeatureProfile)new DatasetProfileBuilder().AddNumeric("x", values).Build().Features[0];
}
