using ModelOps.Drift.Statistics;

namespace ModelOps.Drift.Tests.Statistics;

/// <summary>Tests and distances of two rows of counts against SciPy, and what they share at the edges.</summary>
public sealed class CountStatisticsTests
{
    private static readonly GoldenFile Goldens = GoldenFile.Statistics;

    [Fact]
    public void GTest_Goldens_AgreeWithScipy() => Goldens.TestsAgree("gtest", static g => GTest.Compare(GoldenFile.Table(g).Reference, GoldenFile.Table(g).Current));

    [Fact]
    public void GoodnessOfFit_Goldens_AgreeWithScipy() =>
        Goldens.TestsAgree("goodness", static g => ChiSquare.GoodnessOfFit(GoldenFile.Table(g).Reference, GoldenFile.Table(g).Current));

    [Fact]
    public void GoodnessOfFit_TakesTheReferenceForExact()
    {
        TwoSampleResult result = ChiSquare.GoodnessOfFit([50, 30, 20], [40, 45, 15]);
        Close.To(10.75, result.Statistic, 1e-14);
        Close.To(0.004630918733533247, result.PValue, 1e-12);
        Close.To(4.825396825396825, ChiSquare.Compare([50, 30, 20], [40, 45, 15]).Statistic, 1e-14);
        Assert.Equal(0, ChiSquare.GoodnessOfFit([50, 50, 0], [40, 40, 20]).PValue);
    }

    [Fact]
    public void FisherExact_Goldens_AgreeWithScipy() => Goldens.TestsAgree("fisher", static golden =>
    {
        long[] t = [.. golden.GetProperty("table").EnumerateArray().Select(static cell => cell.GetInt64())];
        return FisherExact.Compare(t[0], t[1], t[2], t[3], GoldenFile.Side(golden));
    }, 1e-13, 1e-10);

    [Fact]
    public void FisherExact_PublishedTable_Agrees() => Close.To(0.034965034965034975, FisherExact.Compare(8, 2, 1, 5).PValue, 1e-13);

    [Fact]
    public void FisherExact_HugeCounts_IsQuickAndFinite()
    {
        TwoSampleResult result = FisherExact.Compare(500_000_000, 500_000_000, 500_100_000, 499_900_000);
        Assert.InRange(result.PValue, 1e-6, 1e-5);
        Assert.InRange(FisherExact.Compare(3_000_000_000, 1, 1, 3_000_000_000).PValue, 0, 1e-300);
    }

    [Fact]
    public void TwoProportions_Goldens_AgreeWithScipy() => Goldens.TestsAgree("proportions", static g =>
        TwoProportions.Compare(g.Integer("a"), g.Integer("n"), g.Integer("b"), g.Integer("m"), GoldenFile.Side(g)));

    [Fact]
    public void TwoProportions_Degenerate_IsDefined()
    {
        Assert.Equal(1, TwoProportions.Compare(0, 10, 0, 20).PValue);
        Assert.False(TwoProportions.Compare(0, 0, 0, 20).HasEnoughData);
        Assert.Throws<ArgumentOutOfRangeException>(() => TwoProportions.Compare(11, 10, 0, 20));
    }

    [Fact]
    public void Distances_Goldens_AgreeWithScipy()
    {
        Goldens.AllAgree("divergences", static g => KullbackLeibler.Compare(GoldenFile.Table(g).Reference, GoldenFile.Table(g).Current).Statistic, 1e-11, "kl");
        Goldens.AllAgree("divergences", static g => JensenShannon.Compare(GoldenFile.Table(g).Reference, GoldenFile.Table(g).Current).EffectSize, 1e-10, "js");
        Goldens.AllAgree("divergences", static g => JensenShannon.DistanceBase2(GoldenFile.Table(g).Reference, GoldenFile.Table(g).Current), 1e-10, "js2");
        Goldens.AllAgree("divergences", static g => Hellinger.Compare(GoldenFile.Table(g).Reference, GoldenFile.Table(g).Current).Statistic, 1e-12, "hellinger");
        Goldens.AllAgree("divergences", static g => LInfinity.Distance(GoldenFile.Table(g).Reference, GoldenFile.Table(g).Current), 1e-12, "linfinity");
        Goldens.AllAgree("divergences", static g => TotalVariation.Distance(GoldenFile.Table(g).Reference, GoldenFile.Table(g).Current), 1e-12, "tv");
    }

    [Fact]
    public void Distances_SturgesBins_AgreeWithReferenceTool()
    {
        (long[] reference, long[] current) = PortableData.EqualWidth(PortableData.Uniform(1, 1000), PortableData.Uniform(2, 800, 1.2), 12);
        Close.To(0.030993938279986703, KullbackLeibler.Compare(reference, current, smoothing: 0).Statistic, 1e-12);
        Close.To(0.10774296270056372, JensenShannon.DistanceBase2(reference, current), 1e-12);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(10)]
    public void CriticalValues_OfSmoothDivergences_AreTheLawsOwn(int bins)
    {
        double psi = PopulationStabilityIndex.CriticalValue(0.01, bins, 1000, 300);
        Close.To(psi / 2, KullbackLeibler.CriticalValue(0.01, bins, 1000, 300), 1e-14);
        Close.To(psi / 8, JensenShannon.CriticalValue(0.01, bins, 1000, 300), 1e-14);
        Close.To(Math.Sqrt(psi / 8), Hellinger.CriticalValue(0.01, bins, 1000, 300), 1e-14);
    }

    [Fact]
    public void PermutationTest_SixValues_NearsTheShareOfAllDeals()
    {
        // Of the C(6, 3) = 20 deals of two bins of three, 2 separate them wholly.
        Assert.InRange(TotalVariation.Compare([3, 0], [0, 3], 9999).PValue, 0.09, 0.11);
        Assert.InRange(LInfinity.Compare([3, 0], [0, 3], 9999).PValue, 0.09, 0.11);
    }

    [Fact]
    public void PermutationTest_OfPearsonsStatistic_NearsItsLaw()
    {
        long[] reference = [4000, 3000, 2000, 1000];
        long[] current = [430, 280, 210, 80];
        double p = BinnedPermutationTest.PValue(reference, current, static (x, y) => ChiSquare.Compare(x, y).Statistic, 4999, seed: 7);
        Assert.Equal(ChiSquare.Compare(reference, current).PValue, p, 0.02);
        double critical = BinnedPermutationTest.CriticalValue(0.05, reference, current, static (x, y) => ChiSquare.Compare(x, y).Statistic, 4999);
        Assert.Equal(7.815, critical, 0.4);
    }

    [Fact]
    public void PermutationTest_HugeCounts_DealsByTheNormalLaw()
    {
        long[] reference = [4_000_000_000, 3_000_000_000, 2_000_000_000];
        Assert.InRange(TotalVariation.Compare(reference, [4_000_100, 3_000_000, 1_999_900]).PValue, 0.2, 1);
        Assert.Equal(0.001, TotalVariation.Compare(reference, [4_040_000, 2_970_000, 1_990_000]).PValue, 12);
    }

    [Fact]
    public void AnyOf_EmptySide_HasNotEnoughData()
    {
        Assert.False(GTest.Compare([], []).HasEnoughData);
        Assert.False(ChiSquare.GoodnessOfFit([0], [3]).HasEnoughData);
        Assert.False(FisherExact.Compare(0, 0, 1, 2).HasEnoughData);
        Assert.False(KullbackLeibler.Compare([1, 2], [0, 0]).HasEnoughData);
        Assert.False(Hellinger.Compare([1, 2], [0, 0]).HasEnoughData);
        Assert.False(LInfinity.Compare([1, 2], [0, 0]).HasEnoughData);
        Assert.False(TotalVariation.Compare([1, 2], [0, 0]).HasEnoughData);
        Assert.True(double.IsNaN(BinnedPermutationTest.PValue([1], [0], static (_, _) => 1)));
    }

    [Fact]
    public void AnyOf_OneCategory_FindsNothing()
    {
        Assert.Equal(new TwoSampleResult(0, 1, 0, 5, 9), GTest.Compare([5], [9]));
        Assert.Equal(1, ChiSquare.GoodnessOfFit([5], [9]).PValue);
        Assert.Equal(1, KullbackLeibler.Compare([5, 0], [9, 0]).PValue);
        Assert.Equal(1, Hellinger.Compare([5], [9]).PValue);
        Assert.Equal(1, TotalVariation.Compare([5], [9]).PValue);
        Assert.Equal(new TwoSampleResult(1, 1, 0, 5, 9), FisherExact.Compare(5, 0, 9, 0));
    }
}
