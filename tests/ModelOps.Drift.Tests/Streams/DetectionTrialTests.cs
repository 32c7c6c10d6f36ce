using ModelOps.Drift.Streams;

namespace ModelOps.Drift.Tests.Streams;

public sealed class DetectionTrialTests
{
    private static readonly double[][] Streams = [.. Enumerable.Range(0, 60).Select(static run =>
    {
        var random = new Random(run);
        return Enumerable.Range(0, 3000).Select(i => random.NextDouble() < (i < 2000 ? 0.2 : 0.5) ? 1.0 : 0).ToArray();
    })];

    // A dummy that alarms every 20 values misses nothing and is never late: only its false alarms give it away.
    [Fact]
    public void Score_AlwaysFire_IsUnmaskedByItsFalseAlarms()
    {
        DetectionScore dummy = DetectionTrial.Score(() => new PeriodicAlarm(20), Streams, 2000);
        Assert.Equal(0, dummy.Missed);
        Assert.InRange(dummy.MeanDelay, 0, 20);
        Assert.Equal(20, dummy.UpdatesPerFalseAlarm);
        Assert.Equal(60 * 100, dummy.FalseAlarms);
    }

    [Theory]
    [InlineData("adwin", 20_000, 110)]
    [InlineData("ddm", 1000, 250)]
    [InlineData("hddm-a", 20_000, 90)]
    [InlineData("hddm-w", 2000, 60)]
    public void Score_Detectors_FindWhatADummyOfTheirRateFindsLater(string name, double perFalseAlarm, double delay)
    {
        DetectionScore score = DetectionTrial.Score(
            name switch
            {
                "adwin" => () => new Adwin(),
                "ddm" => () => new Ddm(),
                "hddm-a" => () => new HddmA(),
                _ => () => new HddmW(),
            },
            Streams,
            2000);
        TestContext.Current.SendDiagnosticMessage($"{name}: {score}");
        Assert.InRange(score.UpdatesPerFalseAlarm, perFalseAlarm, double.PositiveInfinity);
        Assert.InRange(score.MeanDelay, 1, delay);
        Assert.Equal(0, score.Missed, 0.05);
        var dummy = DetectionTrial.Score(() => new PeriodicAlarm((int)Math.Min(5000, score.UpdatesPerFalseAlarm)), Streams, 2000);
        Assert.True(score.MeanDelay < dummy.MeanDelay || dummy.Missed > 0.5);
    }

    [Fact]
    public void Score_NothingFound_SaysSo()
    {
        DetectionScore score = DetectionTrial.Score(() => new Adwin(), [new double[100]], 50);
        Assert.Equal(1, score.Missed);
        Assert.True(double.IsNaN(score.MeanDelay));
        Assert.Equal(double.PositiveInfinity, score.UpdatesPerFalseAlarm);
        Assert.Throws<ArgumentException>(() => DetectionTrial.Score(() => new Adwin(), [], 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => DetectionTrial.Score(() => new Adwin(), [new double[10]], 10));
    }
}
