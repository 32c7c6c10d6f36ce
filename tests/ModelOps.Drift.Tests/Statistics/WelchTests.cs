using ModelOps.Drift.Statistics;

namespace ModelOps.Drift.Tests.Statistics;

public sealed class WelchTests
{
    private static readonly double[] A = PortableData.Uniform(1, 1000);
    private static readonly double[] B = PortableData.Uniform(2, 800, 1.2);

    [Fact]
    public void Compare_Goldens_AgreeWithScipy() => GoldenFile.Statistics.TestsAgree("welch", static golden =>
    {
        (double[] x, double[] y) = GoldenFile.Samples(golden);
        return Welch.Compare(x, y, GoldenFile.Side(golden));
    }, 1e-11, 1e-11);

    [Fact]
    public void Compare_PortableSamples_AgreesWithScipy()
    {
        TwoSampleResult result = Welch.Compare(A, B);
        Close.To(3.716054475155905, result.Statistic, 1e-12);
        Close.To(2.0902969218756435e-4, result.PValue, 1e-11);
    }

    [Fact]
    public void Compare_Moments_AgreesWithSamples()
    {
        TwoSampleResult result = Welch.Compare(MomentsOf(A), MomentsOf(B));
        Close.To(Welch.Compare(A, B).PValue, result.PValue, 1e-10);
        Close.To(StudentT.Compare(A, B).PValue, StudentT.Compare(MomentsOf(A), MomentsOf(B)).PValue, 1e-10);
    }

    [Fact]
    public void Compare_Degenerate_IsDefined()
    {
        Assert.Equal(1, Welch.Compare([7, 7, 7], [7, 7]).PValue);
        Assert.Equal(0, Welch.Compare([7, 7, 7], [8, 8]).PValue);
        Assert.False(Welch.Compare([7], [8, 8]).HasEnoughData);
        Assert.False(Welch.Compare([], []).HasEnoughData);
    }

    private static ModelOps.Drift.Profiles.Moments MomentsOf(double[] values) =>
        values.Aggregate(ModelOps.Drift.Profiles.Moments.None, static (moments, value) => moments.Add(value));
}
