using ModelOps.Drift.Profiles;
using ModelOps.Drift.Sequential;

namespace ModelOps.Drift.Tests.Sequential;

public sealed class SequentialDriftDetectorTests
{
    [Fact]
    public void Observe_NoDrift_AlarmsNoOftenerThanPromised()
    {
        // 100 streams of 200 looks at a promise of one alarm in 500 looks: at most 40 expected.
        var random = new Random(21);
        int alarms = 0;
        for (int stream = 0; stream < 100; stream++)
        {
            DatasetProfile reference = Reference(random);
            var detector = new SequentialDriftDetector(reference.Features[0], threshold: 500, seed: stream);
            for (int look = 0; look < 200; look++)
            {
                alarms += detector.Observe(Minute(reference, random, 20, 0)).Alarms ? 1 : 0;
            }
        }

        Assert.InRange(alarms, 0, 40);
    }

    [Fact]
    public void Observe_ChangeAfterAQuietTime_AlarmsAndSaysSinceWhen()
    {
        var random = new Random(22);
        int found = 0;
        for (int stream = 0; stream < 20; stream++)
        {
            DatasetProfile reference = Reference(random);
            var detector = new SequentialDriftDetector(reference.Features[0], threshold: 300_000, seed: stream);
            for (int look = 0; look < 300; look++) { Assert.False(detector.Observe(Minute(reference, random, 20, 0)).Alarms); }
            for (int look = 300; look < 380; look++)
            {
                SequentialEvidence evidence = detector.Observe(Minute(reference, random, 20, 0.5));
                if (evidence.Alarms)
                {
                    found++;
                    Assert.InRange(evidence.Since, 200, 340);
                    break;
                }
            }
        }

        Assert.InRange(found, 18, 20);
    }

    [Fact]
    public void Observe_EmptyLook_KeepsTheEvidenceFinite()
    {
        DatasetProfile reference = Reference(new Random(23));
        var detector = new SequentialDriftDetector(reference.Features[0], 1000);
        SequentialEvidence evidence = detector.Observe(new DatasetProfileBuilder(reference).AddNumeric("x", Array.Empty<double>()).Build().Features[0]);
        Assert.Equal((0, false, 0L), (Math.Round(evidence.LogEvidence, 12), evidence.Alarms, evidence.Since));
        Assert.Equal(1, detector.Looks);
    }

    [Fact]
    public void Constructor_BadThreshold_Throws()
    {
        FeatureProfile reference = Reference(new Random(23)).Features[0];
        Assert.Throws<ArgumentOutOfRangeException>(() => new SequentialDriftDetector(reference, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SequentialDriftDetector(reference, double.NaN));
    }

    [Fact]
    public void AlarmBudget_OfOneAWeek_SharesTheMinutesOut()
    {
        Assert.Equal(30 * 10_080, new AlarmBudget(1, TimeSpan.FromMinutes(1), 30).Threshold, 6);
        Assert.Equal(3000, AlarmBudget.EValueThreshold(0.01, 30), 9);
        Assert.Throws<InvalidOperationException>(() => new AlarmBudget(0, TimeSpan.FromMinutes(1), 30).Threshold);
        Assert.Throws<InvalidOperationException>(() => default(AlarmBudget).Threshold);
    }

    private static DatasetProfile Reference(Random random) => new DatasetProfileBuilder().AddNumeric("x", PortableData.Normal(random, 1000)).Build();

    private static FeatureProfile Minute(DatasetProfile reference, Random random, int count, double mean) =>
        new DatasetProfileBuilder(reference).AddNumeric("x", PortableData.Normal(random, count, mean)).Build().Features[0];
}
