using ModelOps.Drift.Monitoring;

namespace ModelOps.Drift.Tests.Monitoring;

public sealed class WindowPlanTests
{
    [Fact]
    public void Step_Sliding_EndsAtEveryStep() =>
        Assert.Equal("-4:2 -2:4 0:6 2:8", Walk(DriftWindowKind.Sliding, length: 6, step: 2, traffic: "xxxxxxxx"));

    [Fact]
    public void Step_Tumbling_LeavesNothingOutAndTakesNothingTwice() =>
        Assert.Equal("0:3 3:6 6:9", Walk(DriftWindowKind.Tumbling, length: 3, step: 3, traffic: "x.xx..x.."));

    [Fact]
    public void Step_Session_EndsAfterAPauseOrAtItsLength() =>
        Assert.Equal("1:4 6:8 12:17 17:18", Walk(DriftWindowKind.Session, length: 5, step: 1, traffic: ".xxx..xx....xxxxxx...", gap: 2));

    [Fact]
    public void Step_Session_BridgesAShortPause() =>
        Assert.Equal("0:5", Walk(DriftWindowKind.Session, length: 20, step: 1, traffic: "x..xx....", gap: 3));

    private static string Walk(DriftWindowKind kind, int length, int step, string traffic, int gap = 1)
    {
        var options = new DriftMonitoringOptions { Window = { Kind = kind, Length = TimeSpan.FromMinutes(length), Step = TimeSpan.FromMinutes(step), Gap = TimeSpan.FromMinutes(gap) } };
        var plan = new WindowPlan(options);
        return string.Join(' ', traffic.Select((bucket, at) => plan.Step(at, bucket == 'x')).OfType<BucketRange>().Select(static window => $"{window.From}:{window.To}"));
    }
}
