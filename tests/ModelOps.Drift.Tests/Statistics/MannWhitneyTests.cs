using ModelOps.Drift.Statistics;

namespace ModelOps.Drift.Tests.Statistics;

public sealed class MannWhitneyTests
{
    private static readonly double[] A = PortableData.Uniform(1, 1000);
    private static readonly double[] B = PortableData.Uniform(2, 800, 1.2);

    [Fact]
    public void Compare_Goldens_AgreeWithScipy() => GoldenFile.Statistics.TestsAgree("mannwhitney", static golden =>
    {
        (double[] x, double[] y) = GoldenFile.Samples(golden);
        return MannWhitney.Compare(x, y, GoldenFile.Side(golden));
    }, 1e-13, 1e-11);

    [Fact]
    public void Compare_ExactGoldens_AgreeWithScipy() => GoldenFile.Statistics.TestsAgree("mannwhitneyexact", static golden =>
    {
        (double[] x, double[] y) = GoldenFile.Samples(golden);
        return MannWhitney.Compare(x, y, GoldenFile.Side(golden), PValueMethod.Exact);
    }, 1e-13, 1e-11);

    [Fact]
    public void Compare_PortableSamples_AgreesWithScipy()
    {
        TwoSampleResult result = MannWhitney.Compare(A, B);
        Assert.Equal(441289, result.Statistic);
        Close.To(1.6452076992251304e-4, result.PValue, 1e-11);
    }

    [Fact]
    public void Compare_OneSided_MissesTheOtherDirection()
    {
        Assert.InRange(MannWhitney.Compare(A, B, Alternative.CurrentLarger).PValue, 0.9999, 1);
        Close.To(MannWhitney.Compare(A, B).PValue / 2, MannWhitney.Compare(A, B, Alternative.CurrentSmaller).PValue, 1e-12);
    }

    [Fact]
    public void Compare_TooManyOrdersToCount_UsesTheNormalLaw() =>
        Assert.Equal(MannWhitney.Compare(A, B), MannWhitney.Compare(A, B, method: PValueMethod.Exact));

    [Fact]
    public void Compare_Degenerate_IsDefined()
    {
        Assert.Equal(1, MannWhitney.Compare([7, 7, 7], [7, 7]).PValue);
        Assert.Equal(0, MannWhitney.Compare([7, 7, 7], [7, 7]).EffectSize);
        Assert.False(MannWhitney.Compare([], B).HasEnoughData);
        Assert.Equal(1, MannWhitney.Compare([1], [2]).EffectSize);
    }
}
