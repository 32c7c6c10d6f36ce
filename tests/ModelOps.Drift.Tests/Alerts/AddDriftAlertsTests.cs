using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using ModelOps.Drift.Alerts;
using ModelOps.Drift.Tests.Alerts.Support;
using ModelOps.TestSupport;

namespace ModelOps.Drift.Tests.Alerts;

public sealed class AddDriftAlertsTests
{
    [Fact]
    public void AddDriftAlerts_Twice_RegistersOnce_AndCodeWins()
    {
        HostApplicationBuilder builder = Builder(("PendingWindows", "3"), ("ResolveWindows", "4"), ("Slack:0:UrlSecret", "chat"), ("Alertmanager:0:Urls:0", "https://am.example"),
            ("Alertmanager:0:Labels:team", "risk"), ("Silences:0:Model", "old*"), ("Silences:0:Until", "2027-01-01T00:00:00Z"), ("Silences:0:By", "ada"), ("Silences:0:Comment", "retired"));
        builder.Services.AddModelOps().AddDriftAlerts(static o => o.PendingWindows = 2).AddDriftAlerts();
        using IHost host = builder.Build();

        DriftAlertOptions options = host.Services.GetRequiredService<IOptions<DriftAlertOptions>>().Value;
        Assert.Equal((2, 4), (options.PendingWindows, options.ResolveWindows));
        Assert.Equal("risk", Assert.Single(options.Alertmanager).Labels["team"]);
        Assert.Single(options.Slack);
        Assert.Single(host.Services.GetServices<IDriftEvaluationObserver>());
        Assert.Same(host.Services.GetRequiredService<IDriftAlerts>(), host.Services.GetServices<IDriftEvaluationObserver>().Single());
        Assert.Equal("old*", Assert.Single(host.Services.GetRequiredService<IDriftAlerts>().Silences).Model);
    }

    [Fact]
    public async Task Start_WrongSettings_NamesKeyValueAndMend()
    {
        HostApplicationBuilder builder = Builder(
            ("PendingWindows", "0"), ("ResolveWindows", "1001"), ("CriticalMagnitude", "1"), ("CriticalShare", "0"), ("MaxAlerts", "0"), ("Grouping", "7"), ("FlapWindow", "-1"),
            ("StaleAfter", "0:0:1"), ("GroupWait", "2:0:0"), ("GroupInterval", "0"), ("RepeatInterval", "40"), ("ReportUrl", "nowhere"), ("StateDirectory", ""), ("Outputs:0", ""),
            ("Silences:0:Model", "*"), ("Slack:0:Url", "http://chat.example/T0/SECRET"), ("Slack:1:Name", "slack"), ("Slack:1:MaxListed", "0"), ("Webhooks:0:Name", "a b"),
            ("Webhooks:0:MaxAttempts", "0"), ("Webhooks:0:Timeout", "0"), ("Alertmanager:0:Labels:0x", "1"), ("Alertmanager:0:ResolveTimeout", "0:0:1"));
        builder.Services.AddModelOps().AddDriftAlerts();
        using IHost host = builder.Build();

        OptionsValidationException error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(TestContext.Current.CancellationToken));

        foreach (string key in (string[])["PendingWindows is 0", "ResolveWindows is 1001", "CriticalMagnitude is 1", "CriticalShare is 0", "MaxAlerts is 0", "Grouping is 7", "FlapWindow is -1",
            "StaleAfter is 00:00:01", "GroupWait is 02:00:00", "GroupInterval is 00:00:00", "RepeatInterval is 40", "ReportUrl", "StateDirectory", "Outputs", "Silences:0:By", "Silences:0:Comment", "Silences:0:Until",
            "Slack:0:Url is no address", "Slack:1 must have one of Url and UrlSecret", "Slack:1:MaxListed is 0", "Webhooks:0:Name is 'a b'", "Webhooks:0:MaxAttempts is 0", "Webhooks:0:Timeout", "Webhooks:0:Url is missing",
            "Alertmanager:0:Urls is empty", "Alertmanager:0:Labels:0x", "Alertmanager:0:ResolveTimeout", "several sinks have the name 'slack'"])
        {
            Assert.Contains(error.Failures, failure => failure.Contains($"ModelOps:Drift:Alerts:{key}", StringComparison.Ordinal) || failure.Contains(key, StringComparison.Ordinal));
        }

        Assert.DoesNotContain("SECRET", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_SinksOfOneName_AreRefused()
    {
        HostApplicationBuilder builder = Builder();
        builder.Services.AddModelOps().AddDriftAlerts();
        builder.Services.AddSingleton<IDriftAlertSink>(new RecordingSink()).AddSingleton<IDriftAlertSink>(new RecordingSink());
        using IHost host = builder.Build();

        InvalidOperationException error = await Assert.ThrowsAsync<InvalidOperationException>(() => host.StartAsync(TestContext.Current.CancellationToken));

        Assert.Contains("'recorder'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Host_Evaluation_ReachesARegisteredSink()
    {
        var sink = new SignalSink();
        FakeTimeProvider time = AlertHost.Clock();
        HostApplicationBuilder builder = Builder();
        builder.Services.AddSingleton<TimeProvider>(time).AddSingleton<IDriftAlertSink>(sink);
        builder.Services.AddModelOps().AddDriftAlerts(static o => o.GroupWait = TimeSpan.Zero);
        using IHost host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);

        await host.Services.GetRequiredService<IDriftEvaluationObserver>().OnEvaluatedAsync(Windows.Of(0, ("income", 0.3)), TestContext.Current.CancellationToken);

        DriftNotification told = await sink.Taken.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Equal("income", Assert.Single(told.Firing).Feature);
        await host.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Stop_WhileANotificationIsOnItsWay_LetsItArriveAndKnowsThatItDid()
    {
        using var folder = new TemporaryFolder();
        var sink = new SignalSink { Release = new TaskCompletionSource() };
        FakeTimeProvider time = AlertHost.Clock();
        using IHost host = await StartAsync(sink, time, folder.Path);
        await host.Services.GetRequiredService<IDriftEvaluationObserver>().OnEvaluatedAsync(Windows.Of(0, ("income", 0.3)), TestContext.Current.CancellationToken);
        await sink.Taken.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        Task stopping = host.StopAsync(TestContext.Current.CancellationToken);
        sink.Release.SetResult();
        await stopping;
        host.Dispose();

        var again = new RecordingSink(sink.Name);
        using var restarted = new AlertHost(new DriftAlertOptions { StateDirectory = folder.Path }, time, [again]);
        await restarted.PassAsync(TimeSpan.FromHours(1));
        Assert.Empty(again.Taken);
    }

    [Fact]
    public async Task Stop_WhileASinkHangs_EndsAfterTheGrace()
    {
        var sink = new SignalSink { Release = new TaskCompletionSource() };
        FakeTimeProvider time = AlertHost.Clock();
        using IHost host = await StartAsync(sink, time, null);
        await host.Services.GetRequiredService<IDriftEvaluationObserver>().OnEvaluatedAsync(Windows.Of(0, ("income", 0.3)), TestContext.Current.CancellationToken);
        await sink.Taken.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        Task stopping = host.StopAsync(TestContext.Current.CancellationToken);
        while (!stopping.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await stopping;
        Assert.True(sink.WasCancelled);
    }

    [Fact]
    public async Task Silence_IsAudited_AndWrongOnesAreRefused()
    {
        var audit = new AuditList();
        FakeTimeProvider time = AlertHost.Clock();
        using var host = new AlertHost(new DriftAlertOptions(), time, [], audit: [audit]);

        DriftSilence silence = await host.Center.SilenceAsync(
            new DriftSilence { Model = "credit", Until = Windows.Start.AddHours(1), By = "ada\n", Comment = "campaign" }, TestContext.Current.CancellationToken);
        await host.Center.EndSilenceAsync(silence.Id, "bob", TestContext.Current.CancellationToken);
        ArgumentException error = await Assert.ThrowsAsync<ArgumentException>(
            () => host.Center.SilenceAsync(new DriftSilence { Until = Windows.Start, By = "ada" }, TestContext.Current.CancellationToken).AsTask());

        Assert.Equal(["drift.silence.begin credit ada  campaign", "drift.silence.end credit bob "], audit.Entries.Select(static e => $"{e.Kind} {e.Model} {e.Actor} {e.Reason}"));
        Assert.Equal(silence.Id, audit.Entries[1].Evidence["id"]);
        Assert.Contains("is over", error.Message, StringComparison.Ordinal);
        Assert.Contains("Comment has 0 characters", error.Message, StringComparison.Ordinal);
    }

    private static async Task<IHost> StartAsync(IDriftAlertSink sink, TimeProvider time, string? folder)
    {
        HostApplicationBuilder builder = Builder();
        builder.Services.AddSingleton(time).AddSingleton(sink);
        builder.Services.AddModelOps().AddDriftAlerts(options => (options.GroupWait, options.StateDirectory) = (TimeSpan.Zero, folder));
        IHost host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        return host;
    }

    private static HostApplicationBuilder Builder(params (string Key, string Value)[] settings)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(settings.Select(static s => new KeyValuePair<string, string?>($"{DriftAlertOptions.SectionName}:{s.Key}", s.Value)));
        return builder;
    }

    private sealed class SignalSink : IDriftAlertSink
    {
        public TaskCompletionSource<DriftNotification> Taken { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public string Name => "signal";

        public TaskCompletionSource? Release { get; init; }

        public bool WasCancelled { get; private set; }

        public async ValueTask SendAsync(DriftNotification notification, CancellationToken cancellationToken = default)
        {
            Taken.TrySetResult(notification);
            if (Release is null) { return; }
            try
            {
                await Release.Task.WaitAsync(cancellationToken);
            }
            catch (OperationCanceledException)
            {
                WasCancelled = true;
                throw;
            }
        }
    }

    private sealed class AuditList : IAuditSink
    {
        public List<AuditEvent> Entries { get; } = [];

        public ValueTask WriteAsync(AuditEvent entry, CancellationToken cancellationToken = default)
        {
            Entries.Add(entry);
            return ValueTask.CompletedTask;
        }
    }
}
