using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace ModelOps.Drift.Diagnostics;

internal sealed class AlertMetrics
{
    private readonly Gauge<int> _firing;
    private readonly Counter<long> _transitions;
    private readonly Counter<long> _notifications;
    private readonly Histogram<double> _delivery;

    public AlertMetrics(IMeterFactory meters)
    {
        Meter meter = meters.Create(ModelOpsDiagnostics.MeterName);
        _firing = meter.CreateGauge<int>("modelops.drift.alerts.firing", unit: "{alert}", description: "Alerts of a version that fire.");
        _transitions = meter.CreateCounter<long>("modelops.drift.alerts.transitions", unit: "{alert}", description: "Alerts that began to fire or ended.");
        _notifications = meter.CreateCounter<long>("modelops.drift.alerts.notifications", unit: "{notification}", description: "Notifications that sinks took or did not.");
        _delivery = meter.CreateHistogram(
            "modelops.drift.alerts.delivery.duration", unit: "s", description: "Time for a sink to take a notification or not, retries included.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.01, 0.1, 1, 10, 60] });
    }

    public void Firing(string model, string version, int count) => _firing.Record(count, Version(model, version));

    public void Moved(string model, string version, string state, int count)
    {
        if (count == 0) { return; }
        TagList tags = Version(model, version);
        tags.Add(DriftTagNames.AlertState, state);
        _transitions.Add(count, tags);
    }

    public void Told(string sink, string? error, TimeSpan elapsed)
    {
        var tags = new TagList { { DriftTagNames.Sink, sink } };
        if (error is not null) { tags.Add(ModelOpsTagNames.ErrorType, error); }
        _notifications.Add(1, tags);
        _delivery.Record(elapsed.TotalSeconds, tags);
    }

    private static TagList Version(string model, string version) => new() { { ModelOpsTagNames.Model, model }, { ModelOpsTagNames.Version, version } };
}
