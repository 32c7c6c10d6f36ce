using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using ModelOps.Drift.Alerts;
using ModelOps.Drift.Diagnostics;
using ModelOps.Drift.Tests.Alerts.Support;

namespace ModelOps.Drift.Tests.Alerts;

public sealed class AlertMetricsTests
{
    [Fact]
    public void Evaluated_ManyFeatures_HaveBoundedSeries_AndTheVersionItsOwn()
    {
        using ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        IMeterFactory meters = services.GetRequiredService<IMeterFactory>();
        var metrics = new DriftMetrics(meters, new FakeTimeProvider(Windows.Start));
        using var state = new MetricCollector<int>(meters, ModelOpsDiagnostics.MeterName, "modelops.drift.feature.state");
        using var last = new MetricCollector<double>(meters, ModelOpsDiagnostics.MeterName, "modelops.drift.evaluation.last");
        using var evaluations = new MetricCollector<long>(meters, ModelOpsDiagnostics.MeterName, "modelops.drift.evaluations");

        metrics.Evaluated("credit", "3", Windows.Of(0, [.. Enumerable.Range(0, 1000).Select(static i => ($"f{i:000}", i == 7 ? 0.3 : i == 8 ? double.NaN : 0.01))]).Report);

        Assert.Equal(DriftMetrics.MaxFeatures - 1, state.GetMeasurementSnapshot().Count); // one had not enough data
        Assert.Equal("f007", Assert.Single(state.GetMeasurementSnapshot(), static m => m.Value == 1).Tags["modelops.drift.feature"]);
        Assert.Equal(Windows.Start.ToUnixTimeSeconds(), Assert.Single(last.GetMeasurementSnapshot()).Value);
        Assert.Equal(1, Assert.Single(evaluations.GetMeasurementSnapshot()).Value);
    }

    [Fact]
    public async Task Alerts_AreCountedAndLogged_WithoutSecretsOrAddresses()
    {
        var logs = new Logs();
        FakeTimeProvider time = AlertHost.Clock();
        RecordingHandler handler = RecordingHandler.Answering(HttpStatusCode.Forbidden);
        var options = new SlackSinkOptions { UrlSecret = "chat", Handler = () => handler, RetryDelay = TimeSpan.FromMilliseconds(1) };
        using var slack = new SlackSink(options, new Secrets(("chat", "https://hooks.example/T0/SECRET")), time);
        var sink = new RecordingSink();
        using var host = new AlertHost(new DriftAlertOptions { GroupWait = TimeSpan.Zero, ResolveWindows = 1 }, time, [slack, sink], logs);
        using var notifications = new MetricCollector<long>(host.Meters, ModelOpsDiagnostics.MeterName, "modelops.drift.alerts.notifications");
        using var transitions = new MetricCollector<long>(host.Meters, ModelOpsDiagnostics.MeterName, "modelops.drift.alerts.transitions");
        using var firing = new MetricCollector<int>(host.Meters, ModelOpsDiagnostics.MeterName, "modelops.drift.alerts.firing");

        await host.SeeAsync(Windows.Of(0, ("income", 0.3)));
        await host.SeeAsync(Windows.Of(1, ("income", 0.01)));

        Assert.Contains(notifications.GetMeasurementSnapshot(), static m => (string?)m.Tags["modelops.drift.sink"] == "slack" && (string?)m.Tags["error.type"] == "403");
        Assert.Equal(2, notifications.GetMeasurementSnapshot().Count(static m => (string?)m.Tags["modelops.drift.sink"] == "recorder" && !m.Tags.ContainsKey("error.type")));
        Assert.Equal(["firing", "resolved"], transitions.GetMeasurementSnapshot().Select(static m => (string?)m.Tags["modelops.drift.alert.state"]));
        Assert.Equal([1, 0], firing.GetMeasurementSnapshot().Select(static m => m.Value));
        Assert.Equal([4030, 4031, 4032, 4033], logs.Entries.Select(static entry => entry.Id).Distinct().Order());
        Assert.All(logs.Entries, static entry =>
        {
            Assert.DoesNotContain("SECRET", entry.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("hooks.example", entry.Text, StringComparison.Ordinal);
        });
    }

    private sealed class Logs : ILogger
    {
        public ConcurrentQueue<(int Id, string Text)> Entries { get; } = new();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Entries.Enqueue((eventId.Id, formatter(state, exception) + exception));
    }
}
