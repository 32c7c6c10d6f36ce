using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace ModelOps.Drift.Monitoring;

internal sealed class MonitoringMetrics
{
    private readonly Counter<long> _written;
    private readonly Counter<long> _lost;
    private readonly Counter<long> _alarms;
    private int _pending;

    public MonitoringMetrics(IMeterFactory meters, TrafficDirectory directory, RowBudget budget)
    {
        Meter meter = meters.Create(ModelOpsDiagnostics.MeterName);
        meter.CreateObservableCounter(
            "modelops.drift.rows", () => Rows(directory), unit: "{row}", description: "Rows of answered calls, by what became of them for drift monitoring.");
        meter.CreateObservableGauge("modelops.drift.buckets.pending", () => Pending, unit: "{bucket}", description: "Buckets that wait for their store.");
        meter.CreateObservableCounter(
            "modelops.drift.pauses", () => budget.Pauses, unit: "{pause}", description: "Times that rows came faster than they may be profiled, so that some were not.");
        _written = meter.CreateCounter<long>("modelops.drift.buckets.written", unit: "{bucket}", description: "Writings of buckets to their store.");
        _lost = meter.CreateCounter<long>("modelops.drift.buckets.lost", unit: "{bucket}", description: "Buckets that no store took in time.");
        _alarms = meter.CreateCounter<long>("modelops.drift.alarms", unit: "{alarm}", description: "Features that began to count as drifted.");
    }

    internal int Pending
    {
        get => Volatile.Read(ref _pending);
        set => Volatile.Write(ref _pending, value);
    }

    internal void Written(VersionKey key, int buckets) => _written.Add(buckets, Tags(key));

    internal void Lost(VersionKey key, int buckets) => _lost.Add(buckets, Tags(key));

    internal void Alarmed(VersionKey key, int features)
    {
        if (features > 0) { _alarms.Add(features, Tags(key)); }
    }

    private static TagList Tags(VersionKey key) => new() { { ModelOpsTagNames.Model, key.Model }, { ModelOpsTagNames.Version, key.Version } };

    private static IEnumerable<Measurement<long>> Rows(TrafficDirectory directory)
    {
        foreach (VersionTraffic traffic in directory.Watched)
        {
            foreach (RowFate fate in Enum.GetValues<RowFate>())
            {
                long rows = traffic.RowsThat(fate);
                if (rows == 0) { continue; }
                TagList tags = Tags(traffic.Key);
                tags.Add("modelops.drift.fate", Name(fate));
                yield return new Measurement<long>(rows, tags);
            }
        }
    }

    private static string Name(RowFate fate) => fate switch
    {
        RowFate.Profiled => "profiled",
        RowFate.NotSampled => "not_sampled",
        RowFate.Late => "late",
        RowFate.Ahead => "ahead",
        _ => "unmapped",
    };
}
