using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ModelOps.Drift.Alerts;
using ModelOps.Drift.Profiles;
using ModelOps.TestServers;
using OpenTelemetry.Metrics;

namespace ModelOps.Drift.Tests.Alerts;

/// <summary>A host whose drift a real Prometheus scrapes and alerts on, by the rules this package writes, to a real Alertmanager with the configuration this package writes, which tells a webhook
/// and a mail server; and the host's own sink that tells the same Alertmanager.</summary>
public sealed class PrometheusEndToEndTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Drift_ReachesWebhookAndMail_ByBothWays_AndResolves()
    {
        await using SmtpServer mail = await SmtpServer.CreateAsync();
        using HookReceiver hook = new(200);
        await using AlertmanagerServer alertmanager = await AlertmanagerServer.CreateAsync(DriftAlertmanagerConfig.Write(new DriftAlertmanagerOptions
        {
            WebhookUrl = hook.Url,
            SmtpHost = $"127.0.0.1:{mail.Port}",
            SmtpRequiresTls = false,
            MailFrom = "drift@example.org",
            MailTo = "team@example.org",
            GroupWait = TimeSpan.Zero,
            GroupInterval = TimeSpan.FromSeconds(1),
        }));
        int port = ServerProcess.FreePort();
        using IHost host = await StartHostAsync(port, alertmanager.Address);
        await using PrometheusServer prometheus = await PrometheusServer.CreateAsync(
            $$"""
            global: { scrape_interval: 1s, evaluation_interval: 1s }
            rule_files: [rules.yml]
            scrape_configs:
              - job_name: models
                static_configs: [{ targets: ['127.0.0.1:{{port}}'] }]
            alerting:
              alertmanagers:
                - static_configs: [{ targets: ['{{alertmanager.Address.Authority}}'] }]
            """,
            DriftAlertRules.WriteRules(new DriftRuleOptions { For = TimeSpan.Zero, Interval = TimeSpan.FromSeconds(1), Models = { "credit" } }));

        await EvaluateAsync(host, 0, shift: 0.3);
        JsonElement direct = await EventuallyAsync(() => Find(hook, "ModelDrift", "firing"));
        JsonElement scraped = await EventuallyAsync(() => Find(hook, "ModelFeatureDrifted", "firing"));
        Assert.All((JsonElement[])[direct, scraped], static alert => Assert.Equal(("credit", "3", "income", "warning"), (Label(alert, "model"), Label(alert, "version"), Label(alert, "feature"), Label(alert, "severity"))));
        Assert.Contains("(ks)", Annotation(scraped, "description"), StringComparison.Ordinal);
        Assert.Contains("times what counts as drift", Annotation(direct, "description"), StringComparison.Ordinal);
        await EventuallyAsync(() => mail.Mails.Any(static m => m.Contains("Subject: Drift of credit version 3", StringComparison.Ordinal)) ? true : (bool?)null);

        using (JsonDocument known = JsonDocument.Parse(await alertmanager.GetAsync("api/v2/alerts?active=true&filter=alertname%3D%22ModelDrift%22")))
        {
            JsonElement alert = Assert.Single(known.RootElement.EnumerateArray());
            Assert.Equal(Windows.Begin, alert.GetProperty("startsAt").GetDateTimeOffset());
        }

        await EvaluateAsync(host, 1, shift: 0);
        await EvaluateAsync(host, 2, shift: 0);
        await EventuallyAsync(() => Find(hook, "ModelDrift", "resolved"));
        await EventuallyAsync(() => Find(hook, "ModelFeatureDrifted", "resolved"));
        await EventuallyAsync(() => mail.Mails.Any(static m => m.Contains("Subject: Drift is over of credit version 3", StringComparison.Ordinal)) ? true : (bool?)null);
        await host.StopAsync(Cancel);
    }

    private static async Task<IHost> StartHostAsync(int port, Uri alertmanager)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddModelOps().AddDrift().AddDriftAlerts(options => options.Alertmanager.Add(new AlertmanagerSinkOptions { Urls = { alertmanager }, ResolveTimeout = TimeSpan.FromMinutes(2) }));
        builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics
            .AddMeter(ModelOpsDiagnostics.MeterName)
            .AddPrometheusHttpListener(listener => (listener.Host, listener.Port) = ("127.0.0.1", port)));
        IHost host = builder.Build();
        await host.StartAsync(Cancel);
        return host;
    }

    /// <summary>Compares a window with the reference, as monitoring does, and tells everybody.</summary>
    private static async Task EvaluateAsync(IHost host, int minute, double shift)
    {
        DatasetProfile reference = Profile(null, 1, 0);
        DatasetProfile current = Profile(reference, 2 + minute, shift);
        DriftReport report = host.Services.GetRequiredService<DriftMonitor>().Evaluate("credit", "3", reference, current);
        Assert.Equal(shift > 0 ? 1 : 0, report.DriftedCount);
        var evaluation = new DriftEvaluation
        {
            Model = "credit",
            Version = "3",
            From = Windows.Begin.AddMinutes(minute),
            To = Windows.Begin.AddMinutes(minute + 1),
            Reference = reference,
            Current = current,
            Report = report,
        };
        foreach (IDriftEvaluationObserver observer in host.Services.GetServices<IDriftEvaluationObserver>()) { await observer.OnEvaluatedAsync(evaluation, Cancel); }
    }

    private static DatasetProfile Profile(DatasetProfile? reference, int seed, double shift)
    {
        DatasetProfileBuilder builder = reference is null ? new DatasetProfileBuilder() : new DatasetProfileBuilder(reference);
        return builder
            .AddNumeric("income", [.. PortableData.Uniform(seed, 2000).Select(x => x + shift)])
            .AddNumeric("age", PortableData.Uniform(seed + 100, 2000))
            .AddNumeric("debt", PortableData.Uniform(seed + 200, 2000))
            .Build();
    }

    private static JsonElement? Find(HookReceiver hook, string name, string status) => hook.Received
        .SelectMany(static received => JsonDocument.Parse(received.Body).RootElement.GetProperty("alerts").EnumerateArray())
        .Where(alert => Label(alert, "alertname") == name && alert.GetProperty("status").GetString() == status)
        .Select(static alert => (JsonElement?)alert).FirstOrDefault();

    private static async Task<T> EventuallyAsync<T>(Func<T?> look)
        where T : struct
    {
        long began = Stopwatch.GetTimestamp();
        while (true)
        {
            if (look() is { } found) { return found; }
            Assert.True(Stopwatch.GetElapsedTime(began) < Patience, "It did not come in time.");
            await Task.Delay(100, Cancel);
        }
    }

    private static string? Label(JsonElement alert, string name) => alert.GetProperty("labels").GetProperty(name).GetString();

    private static string? Annotation(JsonElement alert, string name) => alert.GetProperty("annotations").GetProperty(name).GetString();

    private static class Windows
    {
        // Alertmanager goes by the clock.
        public static DateTimeOffset Begin { get; } = DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().AddMinutes(-10).ToUnixTimeSeconds());
    }
}
