using ModelOps.Drift.Monitoring;
using ModelOps.Drift.Profiles;

namespace ModelOps.Drift.Tests.Monitoring;

public sealed class FeatureEvidenceTests
{
    private static readonly FeatureProfile Reference = Batch(new Random(1), null, 1000, 0);

    [Fact]
    public void Observe_SeasonAndNoChange_AlarmsStayWithinTheThreshold()
    {
        // A different law every time, the same in both seasons. Expected at most 20,000 looks / 500 = 40 alarms.
        var random = new Random(2);
        var evidence = new FeatureEvidence(Reference, threshold: 500, mostValues: 2000);
        int alarms = 0;
        for (int look = 0; look < 20_000; look++)
        {
            double shift = Math.Sin(look * 0.1);
            evidence.Observe(look, look / 1440, Batch(random, Reference, 5, shift), Batch(random, Reference, 8, shift));
            alarms += evidence.HasAlarmed(look + 1, within: 0) ? 1 : 0;
        }

        Assert.InRange(alarms, 0, 40);
    }

    [Fact]
    public void Observe_ChangeAgainstTheSeason_Alarms()
    {
        var random = new Random(2);
        var evidence = new FeatureEvidence(Reference, threshold: 100_000, mostValues: 2000);
        for (int look = 0; look < 10; look++) { evidence.Observe(look, 0, Batch(random, Reference, 60, 0.5), Batch(random, Reference, 60, 0)); }
        Assert.True(evidence.HasAlarmed(10, within: 10));
    }

    [Fact]
    public void Observe_LargeBatch_TakesAtMostSoManyValues()
    {
        var random = new Random(2);
        var evidence = new FeatureEvidence(Reference, threshold: 1e9, mostValues: 100);
        FeatureProfile large = Batch(random, Reference, 200_000, 0.35);
        for (int look = 0; look < 2; look++) { evidence.Observe(look, 0, large, null); }
        Assert.False(evidence.HasAlarmed(2, within: 2)); // 200 values cannot give 20 nats of so small a shift; 400,000 would
        for (int look = 2; look < 40; look++) { evidence.Observe(look, 0, large, null); }
        Assert.True(evidence.HasAlarmed(40, within: 40));
    }

    [Fact]
    public void Observe_AfterAnAlarm_AlarmsAgainWhileTheChangeLasts()
    {
        var random = new Random(3);
        var evidence = new FeatureEvidence(Reference, threshold: 10_000, mostValues: 2000);
        int alarms = 0;
        for (int look = 0; look < 100; look++)
        {
            evidence.Observe(look, 0, Batch(random, Reference, 100, 0.5), null);
            alarms += evidence.HasAlarmed(look + 1, within: 0) ? 1 : 0;
        }

        Assert.InRange(alarms, 20, 100);
    }

    private static FeatureProfile Batch(Random random, FeatureProfile? reference, int rows, double shift)
    {
        double[] values = PortableData.Normal(random, rows, shift);
        DatasetProfileBuilder builder = reference is null ? new DatasetProfileBuilder(32) : new DatasetProfileBuilder(new DatasetProfile([reference]));
        return builder.AddNumeric("x", values).Build().Features[0];
    }
}
