using ModelOps.Drift.Monitoring;
using ModelOps.Drift.Profiles;

namespace ModelOps.Drift.Tests.Monitoring;

public sealed class MissingEvidenceTests
{
    private static readonly FeatureProfile Full = Batch(null, 2000, 0);

    [Theory]
    [InlineData(0, 0.3, 4)]
    [InlineData(0.02, 0.1, 12)]
    [InlineData(0, 0.06, 25)]
    [InlineData(0.5, 0.2, 8)]
    public void Observe_ShareChanges_Alarms(double before, double now, int buckets)
    {
        FeatureProfile reference = Batch(null, 2000, before);
        var evidence = new MissingEvidence(reference, threshold: 100_000, mostValues: 2000);
        for (int bucket = 0; bucket < buckets; bucket++) { evidence.Observe(bucket, 0, Batch(reference, 100, now), null); }
        Assert.True(evidence.Evidence.HasAlarmed(buckets, buckets));
    }

    [Fact]
    public void Observe_FirstMissingValues_AreNotBetOnButRemembered()
    {
        // Whoever begins to look because of what he sees has chosen it: the bucket that wakes him does not count.
        var evidence = new MissingEvidence(Full, threshold: 1000, mostValues: 2000);
        evidence.Observe(0, 0, Batch(Full, 1000, 1), null);
        Assert.False(evidence.Evidence.HasAlarmed(1, 1));
        evidence.Observe(1, 0, Batch(Full, 1000, 1), null);
        Assert.True(evidence.Evidence.HasAlarmed(2, 2));
    }

    [Fact]
    public void Observe_SeasonMissesAsMany_StaysQuiet()
    {
        var evidence = new MissingEvidence(Full, threshold: 100_000, mostValues: 2000);
        for (int bucket = 0; bucket < 50; bucket++) { evidence.Observe(bucket, 0, Batch(Full, 100, 0.3), Batch(Full, 100, 0.3)); }
        Assert.False(evidence.Evidence.HasAlarmed(50, 50));
    }

    private static FeatureProfile Batch(FeatureProfile? reference, int rows, double missing)
    {
        double[] values = PortableData.Uniform(3, rows);
        values.AsSpan(0, (int)(missing * rows)).Fill(double.NaN);
        return (reference is null ? new DatasetProfileBuilder(32) : new DatasetProfileBuilder(new DatasetProfile([reference]))).AddNumeric("x", values).Build().Features[0];
    }
}
