using ModelOps.Drift.Statistics;

namespace ModelOps.Drift.Tests.Statistics;

public sealed class AndersonDarlingTests
{
    private static readonly double[] A = PortableData.Uniform(1, 1000);
    private static readonly double[] B = PortableData.Uniform(2, 800, 1.2);

    [Fact]
    public void Compare_Goldens_AgreeWithScipy() => GoldenFile.Statistics.TestsAgree("andersondarling", static golden =>
    {
        (double[] x, double[] y) = GoldenFile.Samples(golden);
        return AndersonDarling.Compare(x, y);
    }, 1e-10, 1e-9);

    [Fact]
    public void CompareAll_ThreeSamples_AgreesWithScipy() => GoldenFile.Statistics.TestsAgree("andersondarling3", static golden =>
        AndersonDarling.CompareAll([PortableData.Uniform(3, 60), PortableData.Uniform(4, 50, golden.Number("power")), PortableData.Uniform(5, 40)]), 1e-10, 1e-9);

    [Fact]
    public void Compare_PortableSamples_AgreesWithScipy()
    {
        TwoSampleResult result = AndersonDarling.Compare(A, B);
        Close.To(10.150608614913972, result.Statistic, 1e-12);
        Assert.Equal(0.001, result.PValue);
    }

    [Fact]
    public void Compare_Degenerate_IsDefined()
    {
        Assert.Equal(1, AndersonDarling.Compare([7, 7, 7], [7, 7]).PValue);
        Assert.False(AndersonDarling.Compare([1, 2, 3, 4], [double.NaN]).HasEnoughData);
        Assert.False(AndersonDarling.Compare([1], [2]).HasEnoughData);
        Assert.Throws<ArgumentException>(() => AndersonDarling.CompareAll([A]));
    }
}
