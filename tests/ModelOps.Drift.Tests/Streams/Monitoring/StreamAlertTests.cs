using Microsoft.Extensions.DependencyInjection;
using ModelOps.Drift.Alerts;
using ModelOps.Drift.Streams;
using ModelOps.Drift.Streams.Monitoring;
using ModelOps.Drift.Tests.Alerts.Support;
using ModelOps.TestSupport;

namespace ModelOps.Drift.Tests.Streams.Monitoring;

public sealed class StreamAlertTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Change_RaisesAnAlert_ThatResolvesAfterAQuietTime(int pendingWindows)
    {
        var sink = new RecordingSink();
        await using WatchedHost host = await HostAsync(sink, pendingWindows);
        await AlarmAsync(host);
        DriftAlert alert = Assert.Single(Alerts(host));
        Assert.Equal((DriftAlertKind.Stream, "income", DriftAlertState.Firing, DriftAlertSeverity.Critical), (alert.Kind, alert.Feature, alert.State, alert.Severity));
        Assert.Equal(WatchedHost.Clock().GetUtcNow().AddSeconds(40), alert.Since);
        Assert.Equal("A column of an input: its mean is 30, 10.2 before: 16.3 standard deviations. page-hinkley found it 1 values after it began.", alert.Size);
        Assert.Equal("page-hinkley had taken 41 values since it began or alarmed last. How often it alarms for nothing is not calibrated; UpdatesPerFalseAlarm does so for some detectors.", alert.Confidence);
        Assert.StartsWith("See whether the level really moved", alert.Advice, StringComparison.Ordinal);
        Assert.Equal("https://reports.test/demand?feature=income", alert.ReportUrl!.AbsoluteUri);
        Assert.Equal(40, alert.Found.ReferenceCount);

        await PassAsync(host, TimeSpan.FromMinutes(9), values: true);
        Assert.Equal(DriftAlertState.Firing, Assert.Single(Alerts(host)).State);
        await PassAsync(host, TimeSpan.FromMinutes(1.1), values: true);
        Assert.Equal(DriftAlertState.Resolved, Assert.Single(Alerts(host)).State);
        await host.UntilAsync(() =>
        {
            host.Time.Advance(TimeSpan.FromSeconds(1));
            return sink.Told.Length >= 2;
        });
        Assert.Equal(["income|", "|income"], sink.Told);
    }

    [Fact]
    public async Task Change_OfAStreamThatFallsSilent_StaysUntilItIsStale()
    {
        await using WatchedHost host = await HostAsync(new RecordingSink());
        await AlarmAsync(host);
        await PassAsync(host, TimeSpan.FromHours(5), values: false);
        Assert.Equal(DriftAlertState.Firing, Assert.Single(Alerts(host)).State);
        await PassAsync(host, TimeSpan.FromMinutes(11), values: true);
        Assert.Equal(DriftAlertState.Resolved, Assert.Single(Alerts(host)).State);
    }

    [Fact]
    public async Task Change_BeforeARestart_ResolvesAfterIt()
    {
        DateTimeOffset stoppedAt;
        await using (WatchedHost first = await HostAsync(new RecordingSink()))
        {
            await AlarmAsync(first);
            stoppedAt = first.Time.GetUtcNow();
        }

        var time = WatchedHost.Clock();
        time.SetUtcNow(stoppedAt);
        await using WatchedHost second = await HostAsync(new RecordingSink(), time: time);
        await second.UntilAsync(() => Alerts(second) is [{ State: DriftAlertState.Firing }]);
        await PassAsync(second, TimeSpan.FromMinutes(11), values: true);
        Assert.Equal(DriftAlertState.Resolved, Assert.Single(Alerts(second)).State);
    }

    [Fact]
    public void Text_OfEverySource_SaysWhatToDo()
    {
        Assert.Equal(5, Enum.GetValues<StreamSource>().Select(static source => StreamAlertText.Of(Change(source), null, new DriftAlertOptions()).Advice).Distinct().Count()); // one for all errors
        AlertContent content = StreamAlertText.Of(Change(StreamSource.Failures), null, new DriftAlertOptions());
        Assert.Equal("The share of failed calls: its mean is 0.3, 0.1 before: 2 standard deviations. ddm found it 40 values after it began.", content.Size);
        Assert.Equal("ddm is calibrated: while nothing changes, one false alarm is expected in 12,345 values. It had taken 500.", content.Confidence);
        Assert.Equal(DriftAlertSeverity.Warning, content.Severity);
        AlertContent unknown = StreamAlertText.Of(Change(StreamSource.Latency) with { MeanBefore = double.NaN, DeviationBefore = double.NaN }, null, new DriftAlertOptions());
        Assert.Equal("Latency in seconds: its mean is 0.3. ddm found it 40 values after it began.", unknown.Size);
        Assert.True(double.IsNaN(unknown.Found.EffectSize));
    }

    private static StreamChange Change(StreamSource source) => new()
    {
        Model = "m",
        Version = "1",
        Stream = "s",
        Source = source,
        Detector = "ddm",
        State = StreamState.Drift,
        At = DateTimeOffset.UnixEpoch,
        Since = DateTimeOffset.UnixEpoch,
        Values = 500,
        ValuesAfter = 40,
        MeanBefore = 0.1,
        MeanAfter = 0.3,
        DeviationBefore = 0.1,
        UpdatesPerFalseAlarm = 12_345,
    };

    private static IReadOnlyList<DriftAlert> Alerts(WatchedHost host) => host.Services.GetRequiredService<IDriftAlerts>().Alerts;

    // 40 values of 9 to 12, a second apart, and one far off.
    private static async Task AlarmAsync(WatchedHost host)
    {
        for (int i = 0; i < 41; i++)
        {
            host.Call(i == 40 ? 30 : i % 5 == 0 ? 12.6 : 9.6);
            if (i < 40) { host.Time.Advance(TimeSpan.FromSeconds(1)); }
        }

        await host.UntilAsync(() => Alerts(host).Any(static alert => alert.State == DriftAlertState.Firing));
    }

    private static Task PassAsync(WatchedHost host, TimeSpan time, bool values)
    {
        StreamAlerts alerts = host.Services.GetRequiredService<StreamAlerts>();
        for (TimeSpan passed = TimeSpan.Zero; passed < time; passed += TimeSpan.FromSeconds(6))
        {
            if (values) { host.Call(11); }
            host.Time.Advance(TimeSpan.FromSeconds(6));
            host.Round();
            alerts.LookAfter();
        }

        return Task.CompletedTask;
    }

    private Task<WatchedHost> HostAsync(RecordingSink sink, int pendingWindows = 1, Microsoft.Extensions.Time.Testing.FakeTimeProvider? time = null) => new WatchedHost(
        options =>
        {
            options.QuietTime = TimeSpan.FromMinutes(10);
            options.StateDirectory = _folder.File("streams");
            options.Watch(WatchedHost.Model, "income", new WatchedStreamOptions { Source = StreamSource.Input, Detector = "page-hinkley", Settings = { ["threshold"] = "15" } });
        },
        time,
        services =>
        {
            services.AddSingleton<IDriftAlertSink>(sink);
            services.AddModelOps().AddDriftAlerts(alerts =>
            {
                alerts.PendingWindows = pendingWindows;
                alerts.ReportUrl = "https://reports.test/{model}?feature={feature}";
                alerts.StateDirectory = _folder.File("alerts");
                alerts.GroupWait = TimeSpan.Zero;
                alerts.GroupInterval = TimeSpan.FromSeconds(1);
            });
        }).StartAsync();
}
