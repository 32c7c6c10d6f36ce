// <snippet:docs/guides/stream-detectors.md#4>
using ModelOps.Drift.Streams;
// </snippet>

namespace ModelOps.Drift.Tests.Streams;

public sealed class StreamGuideTests
{
    [Fact]
    public void Guide_ErrorsRise_AlarmsAndIsRestored()
    {
        var random = new Random(1);
        double[] errorsInControl = PortableData.Normal(random, 5000, 10, 2);
        using var log = new StringWriter();
        StreamDetector restored = Watch(errorsInControl, [.. PortableData.Normal(random, 500, 10, 2), .. PortableData.Normal(random, 500, 13, 2)], log);
        string[] alarms = log.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("changed at value 5", alarms[0], StringComparison.Ordinal);
        Assert.Equal("cusum", restored.Name);
        Assert.Equal(1000, restored.Count);
    }

    private static StreamDetector Watch(double[] errorsInControl, double[] errors, StringWriter log)
    {
        double mean = errorsInControl.Average();
        double deviation = Math.Sqrt(errorsInControl.Average(error => (error - mean) * (error - mean)));

        // <snippet:docs/guides/stream-detectors.md#4>
        // At most one false alarm in 10,000 values, for values like those of a quiet week.
        RunTimeEstimate calibrated = ExpectedRunTime.Calibrate(
            threshold => new Cusum(mean, deviation, threshold: threshold),
            ExpectedRunTime.Resampling(errorsInControl),
            updatesPerAlarm: 10_000,
            loud: 2,
            quiet: 20);

        StreamDetector detector = new Cusum(mean, deviation, threshold: calibrated.Threshold);
        foreach (double error in errors)
        {
            if (detector.Update(error) == StreamState.Drift)
            {
                log.WriteLine($"changed at value {detector.Count}");
            }
        }

        // Before the process ends; and when it starts again.
        byte[] state = StreamDetectorFile.Write(detector);
        detector = StreamDetectorFile.Read(state);
        // </snippet>

        return detector;
    }
}
