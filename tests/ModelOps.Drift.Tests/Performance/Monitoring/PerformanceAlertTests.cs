using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using ModelOps.Drift.Alerts;
using ModelOps.Drift.Performance;
using ModelOps.Drift.Performance.Monitoring;
using ModelOps.Drift.Tests.Monitoring;
using ModelOps.TestSupport;

namespace ModelOps.Drift.Tests.Performance.Monitoring;

public sealed class PerformanceAlertTests
{
    private readonly FakeTimeProvider _time = MonitoringData.Clock();

    [Fact]
    public async Task Estimate_ThatIsWorse_FiresAndResolvesAfterGoodWindows()
    {
        using WatchedModel host = await StartedAsync();
        IDriftAlerts alerts = host.Services.GetRequiredService<IDriftAlerts>();
        await HourAsync(host, LabelledData.Sure(3, 1000));
        Assert.Empty(alerts.Alerts);
        await HourAsync(host, LabelledData.Unsure(3, 1000));
        DriftAlert alert = Assert.Single(alerts.Alerts, static alert => alert.Feature == "estimated accuracy");
        Assert.Equal((DriftAlertKind.EstimatedPerformance, DriftAlertState.Firing, DriftAlertSeverity.Critical), (alert.Kind, alert.State, alert.Severity));
        Assert.Equal(MonitoringData.Monday.AddHours(1), alert.Since);
        MetricEstimate metric = host.History[0].Estimate![PerformanceMetricNames.Accuracy];
        Assert.Equal((metric.Value, metric.Reference - metric.Value, 1000L), (alert.Found.Value, alert.Found.EffectSize, alert.Found.CurrentCount));
        Close.To((metric.Reference - metric.Value) / (3 * metric.SamplingError), alert.Magnitude);
        Assert.Contains("on the reference", alert.Size, StringComparison.Ordinal);
        Assert.Contains("1,000 predictions, without labels", alert.Confidence, StringComparison.Ordinal);
        Assert.Contains("get labels", alert.Advice, StringComparison.Ordinal);
        await HourAsync(host, LabelledData.Sure(4, 20)); // too few to tell: neither way
        await HourAsync(host, LabelledData.Sure(4, 1000));
        Assert.Equal(DriftAlertState.Firing, Accuracy(alerts).State);
        await HourAsync(host, LabelledData.Sure(5, 1000));
        Assert.Equal(DriftAlertState.Resolved, Accuracy(alerts).State);

        static DriftAlert Accuracy(IDriftAlerts alerts) => alerts.Alerts.Single(static alert => alert.Feature == "estimated accuracy");
    }

    [Fact]
    public async Task Labels_ThatContradictTheScores_FireARealisedAlertOfItsOwn()
    {
        using WatchedModel host = await StartedAsync(static model => (model.LabelTimeToLive, model.LabelWait) = (TimeSpan.FromHours(5), TimeSpan.Zero));
        double[] scores = LabelledData.Sure(3, 500);
        for (int i = 0; i < scores.Length; i++)
        {
            host.Call($"{i}", scores[i]);
            host.Labels.AddLabel(WatchedModel.Model, $"{i}", scores[i] >= 0.5 ? 0 : 1);
        }

        _time.Advance(TimeSpan.FromHours(1));
        await host.RoundAsync();
        IReadOnlyList<DriftAlert> alerts = host.Services.GetRequiredService<IDriftAlerts>().Alerts;
        Assert.All(alerts, static alert => Assert.Equal(DriftAlertKind.RealisedPerformance, alert.Kind));
        DriftAlert accuracy = Assert.Single(alerts, static alert => alert.Feature == "realised accuracy");
        Assert.Contains("the same inputs now mean something else", accuracy.Advice, StringComparison.Ordinal);
        Assert.Contains("500 predictions with labels, 100 % of those remembered", accuracy.Confidence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Alerts_OfPerformance_OutliveARestart()
    {
        using TemporaryFolder folder = new();
        using (WatchedModel first = await StartedAsync(null, options => options.StateDirectory = folder.Path))
        {
            first.Services.GetRequiredService<AlertCenter>().LookAfter(new HashSet<string>());
            await HourAsync(first, LabelledData.Unsure(3, 1000));
        }

        using WatchedModel second = await StartedAsync(null, options => options.StateDirectory = folder.Path);
        second.Services.GetRequiredService<AlertCenter>().LookAfter(new HashSet<string>());
        Assert.Contains(second.Services.GetRequiredService<IDriftAlerts>().Alerts, static alert => alert is { Feature: "estimated accuracy", State: DriftAlertState.Firing });
    }

    private async Task<WatchedModel> StartedAsync(Action<PerformanceModelOptions>? model = null, Action<DriftAlertOptions>? alerts = null) => await new WatchedModel(
        _time, model, static options => options.UseReference(WatchedModel.Model, LabelledData.Binary()), services => services.AddModelOps().AddDriftAlerts(alerts)).StartAsync();

    private async Task HourAsync(WatchedModel host, double[] scores)
    {
        host.Call(null, scores);
        _time.Advance(TimeSpan.FromHours(1));
        await host.RoundAsync();
    }
}
