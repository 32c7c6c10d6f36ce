using ModelOps.Drift.Statistics;

namespace ModelOps.Drift.Tests.Statistics;

public sealed class StudentTTests
{
    private static readonly double[] A = PortableData.Uniform(1, 1000);
    private static readonly double[] B = PortableData.Uniform(2, 800, 1.2);

    [Fact]
    public void Compare_Goldens_AgreeWithScipy() => GoldenFile.Statistics.TestsAgree("t", static golden =>
    {
        (double[] x, double[] y) = GoldenFile.Samples(golden);
        return StudentT.Compare(x, y, GoldenFile.Side(golden));
    }, 1e-11, 1e-11);

    [Fact]
    public void Compare_PortableSamples_AgreesWithScipy()
    {
        TwoSampleResult result = StudentT.Compare(A, B);
        Close.To(3.7389397347060105, result.Statistic, 1e-12);
        Close.To(1.9058195349311e-4, result.PValue, 1e-11);
    }

    [Fact]
    public void Compare_Degenerate_IsDefined()
    {
        Assert.Equal(1, StudentT.Compare([7, 7, 7], [7, 7]).PValue);
        Assert.Equal(0, StudentT.Compare([7, 7, 7], [8, 8]).PValue);
        Assert.Equal(double.NegativeInfinity, StudentT.Compare([7, 7, 7], [8, 8]).Statistic);
        Assert.False(StudentT.Compare([7], [8, 8]).HasEnoughData);
        Assert.False(StudentT.Compare([double.MaxValue, -double.MaxValue], [1, 2]).PValue < 0.5);
    }
}
