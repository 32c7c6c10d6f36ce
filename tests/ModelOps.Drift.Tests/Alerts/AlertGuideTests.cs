using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using ModelOps.Drift.Alerts;
using ModelOps.Drift.Tests.Alerts.Support;
using ModelOps.TestSupport;

namespace ModelOps.Drift.Tests.Alerts;

public sealed class AlertGuideTests
{
    [Fact]
    public void Guide_Alerts_AreSetUpAsShown()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        // <snippet:docs/guides/drift-alerts.md#1>
        builder.Services.AddModelOps()
            .AddDriftMonitoring()
            .AddDriftAlerts(alerts =>
            {
                alerts.StateDirectory = "drift-alerts";                                    // a restart neither repeats nor loses a notification
                alerts.ReportUrl = "https://reports.example/{model}/{version}?from={from}"; // {to} and {feature} too
                alerts.Outputs.Add("score");                                               // features that are outputs: the advice is another
                alerts.Slack.Add(new SlackSinkOptions { UrlSecret = "Chat:Drift" });
                alerts.PagerDuty.Add(new PagerDutySinkOptions { RoutingKeySecret = "Pager:Drift", MinSeverity = DriftAlertSeverity.Critical });
            });
        // </snippet>
        using IHost host = builder.Build();

        DriftAlertOptions options = host.Services.GetRequiredService<IOptions<DriftAlertOptions>>().Value; // checked
        Assert.Equal(("slack", "pagerduty"), (options.Slack[0].Name, options.PagerDuty[0].Name));
    }

    [Fact]
    public async Task Guide_Silence_BeginsAndEnds()
    {
        using var host = new AlertHost(new DriftAlertOptions(), AlertHost.Clock(), []);

        await SilenceAsync(host.Center, host.Time);

        Assert.Empty(host.Center.Silences);
    }

    [Fact]
    public async Task Guide_OwnSink_IsTold()
    {
        List<string> tickets = [];

        await new TicketSink(tickets).SendAsync(Notifications.Firing(), TestContext.Current.CancellationToken);

        Assert.Equal(2, tickets.Count);
    }

    [Fact]
    public void Guide_Files_AreWritten()
    {
        using var temporary = new TemporaryFolder();
        string folder = temporary.Path;
        // <snippet:docs/guides/drift-alerts.md#4>
        var rules = new DriftRuleOptions { Models = { "credit" }, Labels = { ["team"] = "risk" }, For = TimeSpan.FromMinutes(5) };
        File.WriteAllText(Path.Combine(folder, "drift-rules.yml"), DriftAlertRules.WriteRules(rules));
        File.WriteAllText(Path.Combine(folder, "drift-rules.test.yml"), DriftAlertRules.WriteUnitTests("drift-rules.yml", rules));
        File.WriteAllText(Path.Combine(folder, "alertmanager.yml"), DriftAlertmanagerConfig.Write(new DriftAlertmanagerOptions
        {
            SlackUrlFile = "/etc/alertmanager/secrets/slack-url",
            PagerDutyKeyFile = "/etc/alertmanager/secrets/pagerduty-key",
        }));
        // </snippet>

        Assert.Equal(3, Directory.GetFiles(folder).Length);
    }

    [Fact]
    public void Guide_Retraining_IsSetUpAsShown()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        // <snippet:docs/guides/drift-alerts.md#5>
        builder.Services.AddModelOps().AddRetrainOnDrift(retraining => retraining.Models["credit"] = new RetrainingRule
        {
            Job = "train-credit",          // as the launcher knows it: embedded, Airflow, Kubeflow, Ray, Argo
            Windows = 3,                   // in a row; much drift is a broken pipeline that is mended soon
            MinDriftedShare = 0.2,
            MinImportance = 0.3,
            Importances = { ["income"] = 0.5, ["age"] = 0.2, ["debt"] = 0.3 },
            Cooldown = TimeSpan.FromDays(1),
        });
        // </snippet>
        using IHost host = builder.Build();

        Assert.Equal("train-credit", host.Services.GetRequiredService<IOptions<RetrainOnDriftOptions>>().Value.Models["credit"].Job);
    }

    private static async Task SilenceAsync(IDriftAlerts alerts, TimeProvider time)
    {
        // <snippet:docs/guides/drift-alerts.md#2>
        DriftSilence silence = await alerts.SilenceAsync(new DriftSilence
        {
            Model = "credit",
            Feature = "income*",
            Until = time.GetUtcNow().AddDays(2),
            By = "ada",
            Comment = "campaign for new customers until Friday",
        });
        await alerts.EndSilenceAsync(silence.Id, by: "ada");
        // </snippet>
    }

    // <snippet:docs/guides/drift-alerts.md#3>
    public sealed class TicketSink(List<string> tickets) : IDriftAlertSink
    {
        public string Name => "tickets";

        public ValueTask SendAsync(DriftNotification notification, CancellationToken cancellationToken = default)
        {
            foreach (DriftAlert alert in notification.Firing) { tickets.Add($"{alert.Fingerprint}: {alert.Feature}, {alert.Size} {alert.Advice}"); }
            return ValueTask.CompletedTask; // throw, and it is offered again
        }
    }
    // </snippet>
}
