using ModelOps.Drift.Statistics;

namespace ModelOps.Drift.Tests.Statistics;

public sealed class CramerVonMisesTests
{
    private static readonly double[] A = PortableData.Uniform(1, 1000);
    private static readonly double[] B = PortableData.Uniform(2, 800, 1.2);

    // SciPy stops its series at terms of 1e-7 and takes p from 1, so its small p-values carry an absolute error of about 1e-8.
    [Fact]
    public void Compare_Goldens_AgreeWithScipy() => GoldenFile.Statistics.AllAgree("cramervonmises", static golden =>
    {
        (double[] x, double[] y) = GoldenFile.Samples(golden);
        return CramerVonMises.Compare(x, y).Statistic;
    }, 1e-10, "statistic");

    [Fact]
    public void Compare_SmallGoldens_AgreeWithScipyExactly() => GoldenFile.Statistics.AllAgree("cramervonmises", static golden =>
    {
        (double[] x, double[] y) = GoldenFile.Samples(golden);
        return Math.Max(x.Length, y.Length) <= 20 ? CramerVonMises.Compare(x, y).PValue : golden.Number("p");
    }, 1e-12, "p");

    [Fact]
    public void Compare_LargeGoldens_AgreeToTheErrorOfScipy()
    {
        foreach (System.Text.Json.JsonElement golden in GoldenFile.Statistics.Of("cramervonmises"))
        {
            (double[] x, double[] y) = GoldenFile.Samples(golden);
            Assert.Equal(golden.Number("p"), CramerVonMises.Compare(x, y).PValue, 1e-7);
        }
    }

    [Fact]
    public void Compare_PortableSamples_AgreesWithScipy()
    {
        TwoSampleResult result = CramerVonMises.Compare(A, B);
        Close.To(1.5460008796296165, result.Statistic, 1e-13);
        Close.To(1.35463544022274e-4, result.PValue, 1e-10);
    }

    [Fact]
    public void Compare_EqualConstants_FindsNothing()
    {
        Assert.Equal(1, CramerVonMises.Compare([7, 7, 7], [7, 7]).PValue);
        Assert.Equal(0, CramerVonMises.Compare([7, 7, 7], [7, 7]).EffectSize);
    }

    [Fact]
    public void Compare_OneValue_HasNotEnoughData() => Assert.False(CramerVonMises.Compare([1], B).HasEnoughData);

    [Fact]
    public void Compare_WhollyApart_IsTiny() => Assert.InRange(CramerVonMises.Compare(A, [.. A.Select(static v => v + 9)]).PValue, 0, 1e-200);
}
