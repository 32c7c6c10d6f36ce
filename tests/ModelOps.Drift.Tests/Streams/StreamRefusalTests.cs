using ModelOps.Drift.Streams;

namespace ModelOps.Drift.Tests.Streams;

public sealed class StreamRefusalTests
{
    [Theory]
    [InlineData("ddm", 0.5)]
    [InlineData("ddm", -1)]
    [InlineData("eddm", 2)]
    [InlineData("rddm", 0.999)]
    [InlineData("hddm-a", 1.01)]
    [InlineData("hddm-w", -0.01)]
    public void Update_OutsideItsValues_RefusesAndChangesNothing(string name, double value)
    {
        StreamDetector detector = StreamDetectors.Make(name);
        detector.Update(1);
        byte[] before = StreamDetectorFile.Write(detector);
        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(() => detector.Update(value));
        Assert.Contains("PageHinkley", error.Message, StringComparison.Ordinal);
        Assert.Equal(value, error.ActualValue);
        Assert.Equal(before, StreamDetectorFile.Write(detector));
    }

    [Fact]
    public void New_SettingsOutOfRange_AreRefused()
    {
        Refused("delta", () => new Adwin(0));
        Refused("delta", () => new Adwin(double.NaN));
        Refused("checkEvery", () => new Adwin(checkEvery: 0));
        Refused("minWindow", () => new Adwin(minWindow: 1));
        Refused("minPart", () => new Adwin(minPart: 0));
        Refused("compatibility", () => new Adwin(compatibility: (AdwinCompatibility)9));
        Refused("minCount", () => new PageHinkley(0));
        Refused("delta", () => new PageHinkley(delta: -1));
        Refused("threshold", () => new PageHinkley(threshold: double.PositiveInfinity));
        Refused("alpha", () => new PageHinkley(alpha: 1.1));
        Refused("direction", () => new PageHinkley(direction: (ChangeDirection)9));
        Refused("warmUp", () => new Ddm(0));
        Refused("driftLevel", () => new Ddm(driftLevel: 1));
        Refused("driftShare", () => new Eddm(driftShare: 0.96));
        Refused("warningConfidence", () => new HddmA(warningConfidence: 0.0001));
        Refused("lambda", () => new HddmW(lambda: 0));
        Refused("window", () => new Kswin(window: 60));
        Refused("newest", () => new Kswin(newest: 1));
        Refused("seed", () => new Kswin(seed: -1));
        Refused("deviation", () => new Cusum(0, 0));
        Refused("mean", () => new Cusum(double.NaN, 1));
        Refused("slack", () => new Cusum(0, 1, -1));
        Refused("warmUp", () => Cusum.Learning(1));
        Refused("limit", () => new EwmaChart(0, 1, limit: 0));
        Refused("warmUp", () => EwmaChart.Learning(0));
        Refused("period", () => new PeriodicAlarm(0));
    }

    // A baseline without spread: any other value is a change, at once.
    [Fact]
    public void Update_OtherValueAfterAConstantBaseline_Alarms()
    {
        foreach (StreamDetector detector in (StreamDetector[])[Cusum.Learning(20), EwmaChart.Learning(20)])
        {
            for (int i = 0; i < 100; i++) { Assert.Equal(StreamState.None, detector.Update(0.1)); }
            Assert.Equal(StreamState.Drift, detector.Update(0.2));
            Assert.Equal(StreamState.Drift, detector.State);
            Assert.Equal(StreamState.None, detector.Update(0.2));
        }
    }

    private static void Refused(string setting, Func<StreamDetector> make) =>
        Assert.Equal(setting, Assert.Throws<ArgumentOutOfRangeException>(make).ParamName);
}
