using ModelOps.Drift.Profiles;
using ModelOps.Drift.Statistics;

namespace ModelOps.Drift.Tests;

public sealed class MissingDriftTests
{
    [Fact]
    public void Compare_MoreMissing_DriftsWhileTheValuesAreStable()
    {
        FeatureDrift income = Compare(referenceMissing: 20, currentMissing: 50);

        MissingDrift missing = Assert.IsType<MissingDrift>(income.Missing);
        Assert.Equal((DriftVerdict.Drifted, DriftVerdict.Stable), (income.Verdict, income.ValueVerdict));
        Assert.Equal((2000, 500, 0.01, 0.1), (missing.ReferenceRows, missing.CurrentRows, missing.ReferenceShare, missing.CurrentShare));
        Assert.Equal(FisherExact.Compare(20, 1980, 50, 450).PValue, missing.PValue);
        Assert.True(missing.HasDrifted && missing.AdjustedPValue >= missing.PValue && missing.AdjustedPValue < 1e-10);
        Assert.Equal(0.09, missing.EffectSize, 12);
    }

    [Fact]
    public void Compare_FewerMissing_Drifts() => Assert.True(Compare(referenceMissing: 600, currentMissing: 50).HasDrifted);

    [Fact]
    public void Compare_AllMissing_DriftsThoughNoValueCanBeTested()
    {
        FeatureDrift income = Compare(referenceMissing: 0, currentMissing: 500);

        Assert.Equal((DriftVerdict.Drifted, DriftVerdict.NotEnoughData), (income.Verdict, income.ValueVerdict));
        Assert.Equal((0, 1), (income.Missing!.ReferenceShare, income.Missing.CurrentShare));
    }

    [Fact]
    public void Compare_CertainButSmall_IsStable()
    {
        FeatureDrift income = Compare(referenceMissing: 0, currentMissing: 20);

        Assert.Equal(DriftVerdict.Stable, income.Verdict);
        Assert.True(income.Missing!.AdjustedPValue < 1e-6 && !income.Missing.HasDrifted);
        Assert.True(Compare(0, 20, new DriftOptions { MinimumMissingChange = 0.03 }).HasDrifted);
    }

    [Fact]
    public void Compare_NothingMissingOrTooFewRows_SaysNothing()
    {
        Assert.Null(Compare(0, 0).Missing);
        Assert.Null(Compare(0, 300, new DriftOptions { MinimumCount = 501 }).Missing);
    }

    [Fact]
    public void Compare_InfiniteValues_CountAsMissing()
    {
        DatasetProfile reference = Profile(null, 2000, 0, double.NaN);
        FeatureDrift income = new DriftAnalyzer().Compare(reference, Profile(reference, 500, 100, double.PositiveInfinity)).Features[0];
        Assert.Equal((true, 0.2), (income.HasDrifted, income.Missing!.CurrentShare));
    }

    [Fact]
    public void Compare_MissingTexts_Drift()
    {
        DatasetProfile reference = new DatasetProfileBuilder().AddCategorical("city", [.. Enumerable.Repeat("Bern", 100), .. Enumerable.Repeat("Rom", 100)]).Build();
        DatasetProfile current = new DatasetProfileBuilder(reference)
            .AddCategorical("city", [.. Enumerable.Repeat("Bern", 80), .. Enumerable.Repeat("Rom", 80), .. Enumerable.Repeat<string?>(null, 40)]).Build();
        Assert.Equal((DriftVerdict.Drifted, DriftVerdict.Stable), Verdicts(new DriftAnalyzer().Compare(reference, current).Features[0]));

        static (DriftVerdict, DriftVerdict) Verdicts(FeatureDrift feature) => (feature.Verdict, feature.ValueVerdict);
    }

    [Fact]
    public void Compare_SharesOfOneLaw_AlarmNoOftenerThanAlpha()
    {
        var random = new Random(5);
        var options = new DriftOptions { MinimumMissingChange = 1e-9 };
        int alarms = 0;
        for (int run = 0; run < 1000; run++)
        {
            int before = Enumerable.Range(0, 300).Count(_ => random.NextDouble() < 0.2);
            int now = Enumerable.Range(0, 200).Count(_ => random.NextDouble() < 0.2);
            alarms += Compare(before, now, options, referenceRows: 300, currentRows: 200).Missing!.PValue <= options.Alpha ? 1 : 0;
        }

        Assert.InRange(alarms, 1, 15);
    }

    private static FeatureDrift Compare(int referenceMissing, int currentMissing, DriftOptions? options = null, int referenceRows = 2000, int currentRows = 500)
    {
        DatasetProfile reference = Profile(null, referenceRows, referenceMissing, double.NaN);
        return new DriftAnalyzer(options).Compare(reference, Profile(reference, currentRows, currentMissing, double.NaN)).Features[0];
    }

    private static DatasetProfile Profile(DatasetProfile? reference, int rows, int missing, double mark)
    {
        double[] values = PortableData.Uniform(reference is null ? 1 : 2, rows);
        values.AsSpan(0, missing).Fill(mark);
        return (reference is null ? new DatasetProfileBuilder() : new DatasetProfileBuilder(reference)).AddNumeric("income", values).Build();
    }
}
