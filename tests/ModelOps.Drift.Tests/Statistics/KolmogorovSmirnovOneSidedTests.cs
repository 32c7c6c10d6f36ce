using ModelOps.Drift.Statistics;

namespace ModelOps.Drift.Tests.Statistics;

public sealed class KolmogorovSmirnovOneSidedTests
{
    private static readonly double[] A = PortableData.Uniform(1, 1000);
    private static readonly double[] B = PortableData.Uniform(2, 800, 1.2);

    [Fact]
    public void Compare_Goldens_AgreeWithScipy() => GoldenFile.Statistics.TestsAgree("ksonesided", static golden =>
    {
        (double[] x, double[] y) = GoldenFile.Samples(golden);
        KolmogorovSmirnovMethod method = golden.GetProperty("exact").GetBoolean() ? KolmogorovSmirnovMethod.Exact : KolmogorovSmirnovMethod.Asymptotic;
        return KolmogorovSmirnovOneSided.Compare(x, y, GoldenFile.Side(golden), method);
    });

    [Fact]
    public void Compare_LargerOfBothSides_IsTheTwoSidedDistance()
    {
        double larger = KolmogorovSmirnovOneSided.Compare(A, B, Alternative.CurrentLarger).Statistic;
        double smaller = KolmogorovSmirnovOneSided.Compare(A, B, Alternative.CurrentSmaller).Statistic;
        Assert.Equal(KolmogorovSmirnov.Compare(A, B).Test.Statistic, Math.Max(larger, smaller));
        Assert.True(smaller > larger, "the current values are the smaller ones");
    }

    [Fact]
    public void Compare_TwoSided_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => KolmogorovSmirnovOneSided.Compare(A, B, Alternative.TwoSided));

    [Fact]
    public void Compare_NoFiniteValue_HasNotEnoughData() =>
        Assert.False(KolmogorovSmirnovOneSided.Compare([double.NaN], B, Alternative.CurrentLarger).HasEnoughData);
}
