using System.Text.Json;
using ModelOps.Drift.Statistics;

namespace ModelOps.Drift.Tests.Statistics;

public sealed class WassersteinTests
{
    private static readonly double[] A = PortableData.Uniform(1, 1000);
    private static readonly double[] B = PortableData.Uniform(2, 800, 1.2);

    [Fact]
    public void Compare_PortableSamples_AgreesWithScipy()
    {
        TwoSampleResult result = Wasserstein.Compare(A, B);
        Close.To(0.05189613655254134, result.Statistic, 1e-12);
        Close.To(0.1819930077717912, result.EffectSize, 1e-12);
        Assert.Equal(0.001, result.PValue, 12);
    }

    [Fact]
    public void Distance_Goldens_AgreeWithScipy()
    {
        foreach (JsonElement golden in ScipyGoldens.Of("w1"))
        {
            double distance = Wasserstein.Distance(
                PortableData.Uniform(3, golden.Integer("n")), PortableData.Uniform(4, golden.Integer("m"), golden.Number("power")));
            Close.To(golden.Number("d"), distance, 1e-11, golden.ToString());
        }
    }

    [Fact]
    public void Distance_Shift_IsTheShift() => Close.To(2.5, Wasserstein.Distance(A, [.. A.Select(static value => value + 2.5)]), 1e-12);

    [Fact]
    public void Compare_SameSeed_GivesSamePValue()
    {
        double[] c = PortableData.Uniform(9, 300);
        double[] d = PortableData.Uniform(10, 200, 1.05);
        Assert.Equal(Wasserstein.Compare(c, d, 199, seed: 5), Wasserstein.Compare(c, d, 199, seed: 5));
    }

    [Fact]
    public void Compare_SixValues_PValueNearsThatOfAllDeals()
    {
        // 2 of the 20 deals separate the samples wholly.
        Assert.InRange(Wasserstein.Compare([1, 2, 3], [4, 5, 6], 9999).PValue, 0.09, 0.11);
    }

    [Fact]
    public void Compare_Constants_HasDefinedEffect()
    {
        Assert.Equal(0, Wasserstein.Compare([7, 7, 7], [7, 7]).EffectSize);
        Assert.Equal(1, Wasserstein.Compare([7, 7, 7], [7, 7]).PValue);
        Assert.Equal(double.PositiveInfinity, Wasserstein.Compare([7, 7, 7], [8, 8]).EffectSize);
    }

    [Fact]
    public void Compare_NoFiniteValue_HasNotEnoughData()
    {
        Assert.False(Wasserstein.Compare([], B).HasEnoughData);
        Assert.True(double.IsNaN(Wasserstein.Distance([double.PositiveInfinity], B)));
    }

    [Fact]
    public void Compare_NoPermutation_Throws() => Assert.Throws<ArgumentOutOfRangeException>(() => Wasserstein.Compare(A, B, 0));
}
