using ModelOps.Drift.Statistics;

namespace ModelOps.Drift.Tests.Statistics;

public sealed class PopulationStabilityIndexTests
{
    private static readonly (long[] Reference, long[] Current) Sturges =
        PortableData.EqualWidth(PortableData.Uniform(1, 1000), PortableData.Uniform(2, 800, 1.2), 12);

    [Fact]
    public void Compare_SturgesBins_AgreesWithReferenceTool() =>
        Close.To(0.06497863151029766, PopulationStabilityIndex.Compare(Sturges.Reference, Sturges.Current, smoothing: 0).Statistic, 1e-12);

    [Fact]
    public void JensenShannon_SturgesBins_AgreesWithScipy() =>
        Close.To(0.08970190041614615, JensenShannon.Compare(Sturges.Reference, Sturges.Current).EffectSize, 1e-12);

    [Fact]
    public void JensenShannon_WhollyDifferent_IsLogTwo() => Close.To(Math.Log(2), JensenShannon.Compare([9, 0], [0, 5]).Statistic, 1e-14);

    [Theory]
    [InlineData(10, 1000, 1000, 0.0433)]
    [InlineData(10, 10_000, 200, 0.1105)]
    [InlineData(12, 1000, 100, 0.272)]
    public void CriticalValue_AtOnePercent_DependsOnSizes(int bins, long n, long m, double expected) =>
        Assert.Equal(expected, PopulationStabilityIndex.CriticalValue(0.01, bins, n, m), 0.0005);

    [Fact]
    public void Compare_AtCriticalValue_HasPValueAlpha()
    {
        TwoSampleResult result = PopulationStabilityIndex.Compare([300, 300, 400], [330, 300, 370]);
        Close.To(result.Statistic, PopulationStabilityIndex.CriticalValue(result.PValue, 3, 1000, 1000), 1e-9);
    }

    [Fact]
    public void Compare_EmptyBin_IsFiniteOnlyWithSmoothing()
    {
        Assert.True(double.IsFinite(PopulationStabilityIndex.Compare([10, 0], [5, 5]).Statistic));
        TwoSampleResult bare = PopulationStabilityIndex.Compare([10, 0], [5, 5], smoothing: 0);
        Assert.Equal(double.PositiveInfinity, bare.Statistic);
        Assert.Equal(0, bare.PValue);
    }

    [Fact]
    public void Compare_EqualShares_IsZero()
    {
        TwoSampleResult result = PopulationStabilityIndex.Compare([10, 20, 30], [100, 200, 300], smoothing: 0);
        Assert.Equal(0, result.Statistic, 15);
        Assert.Equal(1, result.PValue, 12);
    }

    [Fact]
    public void Compare_EmptySide_HasNotEnoughData() => Assert.False(PopulationStabilityIndex.Compare([], []).HasEnoughData);

    [Theory]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Compare_BadSmoothing_Throws(double smoothing) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => PopulationStabilityIndex.Compare([1, 2], [2, 1], smoothing));
}
