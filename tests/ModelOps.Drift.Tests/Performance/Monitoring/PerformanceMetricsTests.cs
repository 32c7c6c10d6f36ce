using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using ModelOps.Drift.Performance;
using ModelOps.Drift.Tests.Monitoring;

namespace ModelOps.Drift.Tests.Performance.Monitoring;

public sealed class PerformanceMetricsTests
{
    [Fact]
    public async Task Metrics_TellValuesWithBoundsVerdictsAndLabels()
    {
        FakeTimeProvider time = MonitoringData.Clock();
        using WatchedModel host = await new WatchedModel(
            time, static model => (model.LabelTimeToLive, model.LabelWait) = (TimeSpan.FromHours(5), TimeSpan.Zero),
            static options => options.UseReference(WatchedModel.Model, LabelledData.Binary())).StartAsync();
        var seen = new Dictionary<string, double>(StringComparer.Ordinal);
        IMeterFactory factory = host.Services.GetRequiredService<IMeterFactory>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (ReferenceEquals(instrument.Meter.Scope, factory)) { self.EnableMeasurementEvents(instrument); }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Keep(seen, instrument, value, tags));
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Keep(seen, instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Keep(seen, instrument, value, tags));
        listener.Start();
        double[] scores = LabelledData.Unsure(3, 400);
        for (int i = 0; i < scores.Length; i++) { host.Call($"{i}", scores[i]); }
        for (int i = 0; i < 100; i++) { host.Labels.AddLabel(WatchedModel.Model, $"{i}", 1); }
        host.Labels.AddLabel("anybody's name", "a", 1);
        time.Advance(TimeSpan.FromHours(1));
        await host.RoundAsync();
        listener.RecordObservableInstruments();
        MetricEstimate accuracy = host.Seen.All[0].Estimate![PerformanceMetricNames.Accuracy];
        Assert.Equal(accuracy.Value, seen["modelops.performance.estimated credit 1.0.0 accuracy value"]);
        Assert.Equal(accuracy.Lower, seen["modelops.performance.estimated credit 1.0.0 accuracy lower"]);
        Assert.Equal(accuracy.Upper, seen["modelops.performance.estimated credit 1.0.0 accuracy upper"]);
        Assert.Equal(accuracy.Reference, seen["modelops.performance.reference credit 1.0.0 accuracy"]);
        Assert.Equal(host.Seen.All[1].Realised!.Performance[PerformanceMetricNames.Recall].Value, seen["modelops.performance.realised credit 1.0.0 recall value"]);
        Assert.Equal((1, 1), (seen["modelops.performance.worse credit 1.0.0 accuracy estimated"], seen["modelops.performance.worse credit 1.0.0 accuracy realised"]));
        Assert.Equal((0.25, 100), (seen["modelops.performance.labelled credit 1.0.0"], seen["modelops.performance.labels joined credit"]));
        Assert.Equal((1, 400, 0), (seen["modelops.performance.labels not_watched"], seen["modelops.performance.ids credit 1.0.0"], seen["modelops.performance.unmapped credit 1.0.0"]));
    }

    private static void Keep(Dictionary<string, double> seen, Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        string key = instrument.Name;
        foreach (KeyValuePair<string, object?> tag in tags) { key += $" {tag.Value}"; }
        seen[key] = instrument is Counter<long> ? seen.GetValueOrDefault(key) + value : value;
    }
}
