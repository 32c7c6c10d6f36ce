using ModelOps.Drift.Statistics;

namespace ModelOps.Drift.Tests.Statistics;

public sealed class EppsSingletonTests
{
    private static readonly double[] A = PortableData.Uniform(1, 1000);
    private static readonly double[] B = PortableData.Uniform(2, 800, 1.2);

    [Fact]
    public void Compare_Goldens_AgreeWithScipy() => GoldenFile.Statistics.TestsAgree("eppssingleton", static golden =>
    {
        (double[] x, double[] y) = GoldenFile.Samples(golden);
        return EppsSingleton.Compare(x, y);
    }, 1e-9, 1e-8);

    [Fact]
    public void Compare_PortableSamples_AgreesWithScipy()
    {
        TwoSampleResult result = EppsSingleton.Compare(A, B);
        Close.To(22.433755030960562, result.Statistic, 1e-11);
        Close.To(1.642601482938602e-4, result.PValue, 1e-10);
    }

    [Fact]
    public void Compare_Degenerate_HasNotEnoughData()
    {
        Assert.False(EppsSingleton.Compare([1, 2, 3, 4], B).HasEnoughData);
        Assert.False(EppsSingleton.Compare([7, 7, 7, 7, 7], [7, 7, 7, 7, 7]).HasEnoughData);
        Assert.False(EppsSingleton.Compare([], []).HasEnoughData);
    }
}
