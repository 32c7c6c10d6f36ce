using ModelOps.Drift.Streams;
using ModelOps.Drift.Streams.Monitoring;
using ModelOps.TestSupport;

namespace ModelOps.Drift.Tests.Streams.Monitoring;

public sealed class StreamCalibrationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("cusum", 2.0, 12.0)]
    [InlineData("ewma-chart", 1.5, 5.0)]
    [InlineData("page-hinkley", 2.0, 15.0)]
    [InlineData("adwin", 1e-9, 0.5)]
    public void Find_NormalSample_HasAThresholdThatKeepsThePromise(string detector, double least, double most)
    {
        StreamPlan plan = Plan(detector, 500);
        double[] sample = [.. PortableData.Normal(new Random(5), 2000, 0.5, 0.1).Select(static value => Math.Clamp(value, 0, 1))];
        CalibrationResult found = Calibration.Find(plan, sample, TestContext.Current.CancellationToken);
        Assert.Null(found.Problem);
        Assert.Equal(detector, found.Detector.Name);
        double scale = detector == "page-hinkley" ? 0.1 : 1;
        Assert.InRange(found.Estimate!.Value.Threshold, least * scale, most * scale);
        Assert.InRange(found.Estimate.Value.Updates, 500, detector == "adwin" ? 1e9 : 1500); // even its loudest is quiet

        // Fresh values of the same law, as many as 200 false alarms are promised for.
        var random = new Random(6);
        int alarms = 0;
        for (int i = 0; i < 100_000; i++) { alarms += found.Detector.Update(Math.Clamp(0.5 + (0.1 * Normal(random)), 0, 1)) == StreamState.Drift ? 1 : 0; }
        Assert.InRange(alarms, 0, 260);
    }

    [Fact]
    public void Find_Kswin_IsQuieterThanItsDefault()
    {
        CalibrationResult found = Calibration.Find(Plan("kswin", 200), PortableData.Normal(new Random(5), 500, 0, 1), TestContext.Current.CancellationToken);
        Assert.InRange(found.Estimate!.Value.Updates, 200, 2000);
    }

    [Fact]
    public void Find_ConstantOrHopelessSample_SaysSo()
    {
        CalibrationResult constant = Calibration.Find(Plan("cusum", 1000), new double[500], TestContext.Current.CancellationToken);
        Assert.Null(constant.Estimate);
        Assert.Equal("all 500 values to calibrate from are the same; the settings' own threshold is used", constant.Problem);
        Assert.Equal("cusum", constant.Detector.Name);
        double[] wild = [.. Enumerable.Range(0, 2000).Select(static i => i == 7 ? 1e6 : 0)];
        StreamPlan plan = new StreamPlanner("k", "s", new WatchedStreamOptions
        {
            Source = StreamSource.Input,
            Detector = "cusum",
            UpdatesPerFalseAlarm = 100_000,
            Settings = { ["mean"] = "0", ["deviation"] = "1" },
        }).Make()!;
        CalibrationResult hopeless = Calibration.Find(plan, wild, TestContext.Current.CancellationToken);
        Assert.Null(hopeless.Estimate);
        Assert.StartsWith("no threshold keeps to one false alarm in 100000 values like the first 2000; 500 is used", hopeless.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Find_Cancelled_Ends()
    {
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        Assert.Throws<OperationCanceledException>(() => Calibration.Find(Plan("cusum", 100_000), PortableData.Normal(new Random(5), 500, 0, 1), stop.Token));
    }

    [Fact]
    public async Task Host_FirstValues_CalibrateAndThenWatch()
    {
        double[] values = [.. PortableData.Normal(new Random(21), 3000, 10, 1), .. PortableData.Normal(new Random(22), 200, 12, 1)];
        await using WatchedHost host = await new WatchedHost(Watch).StartAsync();
        foreach (double value in values[..1000]) { host.Call(value); }
        host.Round();
        Assert.Equal((RunPhase.Calibrating, 1000), (host.Watched!.Streams[0].Run.Phase, host.Watched.Streams[0].Run.Sampled));
        foreach (double value in values[1000..1500]) { host.Call(value); } // wait for the threshold
        host.Round();
        await host.UntilAsync(() => host.Watched.Streams[0].Run.Phase == RunPhase.Watching);
        foreach (double value in values[1500..]) { host.Call(value); }
        host.Round();
        StreamChange first = host.History[^1];
        Assert.InRange(first.Values, 3001, 3050); // those of the sample are among them
        Assert.InRange(first.UpdatesPerFalseAlarm!.Value, 20_000, 40_000);
        Assert.InRange(first.MeanBefore, 9.9, 10.1);
        Assert.Single(host.Log.Of("StreamCalibrated"));
        Assert.Contains("1000 of 1000", host.Log.Of("StreamCalibrationProgressed").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Host_RestartWhileCalibrating_SaysWhatOneRunSays()
    {
        double[] values = [.. PortableData.Normal(new Random(21), 3000, 10, 1), .. PortableData.Normal(new Random(22), 200, 12, 1)];
        IReadOnlyList<StreamChange> expected;
        await using (WatchedHost whole = await new WatchedHost(Watch).StartAsync())
        {
            foreach (double value in values) { whole.Call(value); }
            await whole.UntilAsync(() => whole.History.Count > 0);
            expected = whole.History;
        }

        int from = 0;
        foreach (int to in (int[])[400, 1000, 1700, 3200])
        {
            await using WatchedHost part = await new WatchedHost(options =>
            {
                Watch(options);
                options.StateDirectory = _folder.Path;
            }).StartAsync();
            Assert.Equal(from, part.Watched?.Taken ?? 0);
            foreach (double value in values[from..to]) { part.Call(value); }
            part.Round();
            from = to;
            if (to < values.Length) { continue; }
            await part.UntilAsync(() => part.History.Count > 0);
            Assert.Equal(expected, part.History);
        }
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static void Watch(StreamDetectionOptions options) =>
        options.Watch(WatchedHost.Model, "x", new WatchedStreamOptions { Source = StreamSource.Input, UpdatesPerFalseAlarm = 20_000, CalibrationValues = 1000 });

    private static StreamPlan Plan(string detector, long updates) => new StreamPlanner(
        "k", "s", new WatchedStreamOptions { Source = StreamSource.Input, Detector = detector, Low = 0, High = 1, UpdatesPerFalseAlarm = updates }).Make()!;
}
