using ModelOps.Drift.Statistics;

namespace ModelOps.Drift.Tests.Statistics;

public sealed class EnergyDistanceTests
{
    private static readonly double[] A = PortableData.Uniform(1, 1000);
    private static readonly double[] B = PortableData.Uniform(2, 800, 1.2);

    [Fact]
    public void Distance_Goldens_AgreeWithScipy() => GoldenFile.Statistics.AllAgree("energy", static golden =>
    {
        (double[] x, double[] y) = GoldenFile.Samples(golden);
        return EnergyDistance.Distance(x, y);
    }, 1e-11, "statistic");

    [Fact]
    public void Compare_PortableSamples_AgreesWithScipy()
    {
        TwoSampleResult result = EnergyDistance.Compare(A, B);
        Close.To(0.08388464313233913, result.Statistic, 1e-12);
        Assert.Equal(0.001, result.PValue, 12);
    }

    [Fact]
    public void Compare_WhollyApart_HasCoefficientNearOne() => Assert.InRange(EnergyDistance.Compare([0, 0.001], [9, 9.001], 99).EffectSize, 0.99, 1);

    [Fact]
    public void Compare_Degenerate_IsDefined()
    {
        Assert.Equal(0, EnergyDistance.Compare([7, 7], [7]).EffectSize);
        Assert.Equal(1, EnergyDistance.Compare([7, 7], [7]).PValue);
        Assert.False(EnergyDistance.Compare([], B).HasEnoughData);
        Assert.Throws<ArgumentOutOfRangeException>(() => EnergyDistance.Compare(A, B, 0));
    }
}
