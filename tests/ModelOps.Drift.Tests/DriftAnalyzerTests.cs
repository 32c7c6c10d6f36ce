using ModelOps.Drift.Detectors;
using ModelOps.Drift.Profiles;

namespace ModelOps.Drift.Tests;

public sealed class DriftAnalyzerTests
{
    private static readonly DatasetProfile Reference = Profile(null, new Random(1), 2000);

    [Fact]
    public void Compare_SameDistribution_IsStable()
    {
        DriftReport report = new DriftAnalyzer().Compare(Reference, Profile(Reference, new Random(2), 500));
        Assert.False(report.HasDrifted);
        Assert.Equal(["city", "income", "score"], report.Features.Select(static feature => feature.Feature));
        Assert.All(report.Features, static feature => Assert.Equal(DriftVerdict.Stable, feature.Verdict));
        Assert.All(report.Features, static feature => Assert.True(feature.Value < feature.CriticalValue));
    }

    [Fact]
    public void Compare_OneFeatureShifted_FlagsIt()
    {
        DriftReport report = new DriftAnalyzer().Compare(Reference, Profile(Reference, new Random(2), 500, incomeShift: 0.5));
        FeatureDrift income = Assert.Single(report.Features, static feature => feature.HasDrifted);
        Assert.Equal("income", income.Feature);
        Assert.Equal(DriftDetectorNames.KolmogorovSmirnov, income.Statistic);
        Assert.True(income.Value > income.CriticalValue && income.AdjustedPValue >= income.PValue);
        Assert.Equal((2000, 500), (income.ReferenceCount, income.CurrentCount));
        Assert.Equal(1.0 / 3, report.DriftedShare, 12);
    }

    [Fact]
    public void Compare_QuietReport_SaysWhatItWouldHaveCaught()
    {
        DatasetProfile current = Profile(Reference, new Random(2), 500);
        DriftReport usual = new DriftAnalyzer().Compare(Reference, current);
        DriftReport surer = new DriftAnalyzer(new DriftOptions { DetectionPower = 0.99 }).Compare(Reference, current);
        Assert.All(usual.Features, static feature => Assert.InRange(feature.MinimumDetectableEffect, 0.05, 0.2));
        Assert.All(usual.Features.Zip(surer.Features), static pair => Assert.True(pair.Second.MinimumDetectableEffect > pair.First.MinimumDetectableEffect));
    }

    [Fact]
    public void Constructor_DetectionPowerBelowAlpha_Throws()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => new DriftAnalyzer(new DriftOptions { Alpha = 0.05, DetectionPower = 0.04 }));
        Assert.Contains("ModelOps:Drift:DetectionPower is 0.04. Set it above Alpha and below 1, e.g. 0.8.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Compare_NewCategory_FlagsIt()
    {
        DriftReport report = new DriftAnalyzer().Compare(Reference, Profile(Reference, new Random(2), 500, city: "Paris"));
        Assert.Equal("city", Assert.Single(report.Features, static feature => feature.HasDrifted).Feature);
    }

    [Fact]
    public void Compare_SignificantTrifleOfManyRows_IsStable()
    {
        DatasetProfile reference = Profile(null, new Random(3), 200_000);
        DatasetProfile current = Profile(reference, new Random(4), 200_000, incomeShift: 0.03);
        FeatureDrift income = new DriftAnalyzer().Compare(reference, current).Features[1];
        Assert.True(income.AdjustedPValue < 1e-6);
        Assert.Equal(DriftVerdict.Stable, income.Verdict);

        var strict = new DriftOptions { MinimumEffects = { [DriftDetectorNames.KolmogorovSmirnov] = 0 } };
        Assert.True(new DriftAnalyzer(strict).Compare(reference, current).Features[1].HasDrifted);
    }

    [Theory]
    [InlineData(DriftDetectorNames.PopulationStabilityIndex)]
    [InlineData(DriftDetectorNames.KolmogorovSmirnov)]
    [InlineData(DriftDetectorNames.Wasserstein)]
    [InlineData(DriftDetectorNames.ChiSquare)]
    public void Compare_EdgesOfData_NeverThrows(string detector)
    {
        var analyzer = new DriftAnalyzer(new DriftOptions { NumericDetector = detector });
        double[] constant = [.. Enumerable.Repeat(5.0, 100)];
        double[] moved = [.. Enumerable.Repeat(6.0, 100)];
        double[] nothing = [.. Enumerable.Repeat(double.NaN, 100)];
        double[] extreme = [.. Enumerable.Repeat(double.MaxValue, 50), .. Enumerable.Repeat(double.MinValue, 50)];
        Assert.Equal(DriftVerdict.Stable, Verdict(constant, constant));
        Assert.Equal(DriftVerdict.Drifted, Verdict(constant, moved));
        Assert.Equal(DriftVerdict.Drifted, Verdict(constant, nothing));
        Assert.Equal(DriftVerdict.Drifted, Verdict(nothing, constant));
        Assert.Equal(DriftVerdict.NotEnoughData, Verdict(nothing, nothing));
        Assert.Equal(DriftVerdict.NotEnoughData, Verdict(constant, [6, 6, 6]));
        Assert.Equal(DriftVerdict.NotEnoughData, Verdict(constant, []));
        Verdict(extreme, constant);
        Verdict(constant, extreme);

        DriftVerdict Verdict(double[] x, double[] y)
        {
            DatasetProfile reference = new DatasetProfileBuilder().AddNumeric("x", x).Build();
            return analyzer.Compare(reference, new DatasetProfileBuilder(reference).AddNumeric("x", y).Build()).Features[0].Verdict;
        }
    }

    [Fact]
    public void Compare_CurrentLacksAFeature_SaysNotEnoughData()
    {
        DatasetProfile current = new DatasetProfileBuilder().Build();
        Assert.All(new DriftAnalyzer().Compare(Reference, current).Features, static feature => Assert.Equal(DriftVerdict.NotEnoughData, feature.Verdict));
    }

    [Fact]
    public void Compare_OtherBins_Throws() =>
        Assert.Throws<ArgumentException>(() => new DriftAnalyzer().Compare(Reference, Profile(null, new Random(9), 100)));

    [Fact]
    public void New_BadOptions_ReportsAllOfThem()
    {
        var options = new DriftOptions { Alpha = 2, MinimumCount = 0, NumericDetector = "kss", MinimumMissingChange = double.NaN, MinimumEffects = { ["psy"] = -1 } };
        string message = Assert.Throws<ArgumentException>(() => new DriftAnalyzer(options)).Message;
        Assert.Contains("ModelOps:Drift:Alpha is 2. Set it above 0 and below 1", message, StringComparison.Ordinal);
        Assert.Contains("ModelOps:Drift:MinimumCount is 0", message, StringComparison.Ordinal);
        Assert.Contains("ModelOps:Drift:NumericDetector is 'kss'", message, StringComparison.Ordinal);
        Assert.Contains("'psi', 'ks', 'wasserstein', 'chi-square'", message, StringComparison.Ordinal);
        Assert.Contains("ModelOps:Drift:MinimumMissingChange is NaN. Set it above 0 and at most 1, e.g. 0.05.", message, StringComparison.Ordinal);
        Assert.Contains("ModelOps:Drift:MinimumEffects:psy is -1", message, StringComparison.Ordinal);
    }

    private static DatasetProfile Profile(DatasetProfile? reference, Random random, int count, double incomeShift = 0, string city = "Rom")
    {
        DatasetProfileBuilder builder = reference is null ? new DatasetProfileBuilder() : new DatasetProfileBuilder(reference);
        return builder
            .AddNumeric("income", PortableData.Normal(random, count, incomeShift))
            .AddNumeric("score", [.. PortableData.Normal(random, count).Select(static value => Math.Round(value))])
            .AddCategorical("city", [.. Enumerable.Range(0, count).Select(_ => random.Next(3) == 0 ? city : "Bern")])
            .Build();
    }
}
