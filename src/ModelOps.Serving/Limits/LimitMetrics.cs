using System.Diagnostics.Metrics;

namespace ModelOps.Serving.Limits;

internal sealed class LimitMetrics
{
    private const string Rule = "modelops.limits.rule";
    private const string Reason = "modelops.limits.reason";
    private readonly Counter<long> _refused;
    private readonly Counter<long> _sharedFailures;
    private readonly Counter<long> _overflows;
    private readonly Histogram<double> _waits;
    private readonly Gauge<int> _concurrency;

    public LimitMetrics(IMeterFactory? meters = null)
    {
        Meter meter = meters?.Create(ModelOpsDiagnostics.MeterName) ?? new Meter(ModelOpsDiagnostics.MeterName); // owned by the factory, else by the process
        _refused = meter.CreateCounter<long>("modelops.limits.refused", unit: "{call}", description: "Calls refused: by quota (the rule's name) or overload (the model's).");
        _sharedFailures = meter.CreateCounter<long>("modelops.limits.shared.failures", unit: "{failure}", description: "Questions that the store of shared limits gave no answer to.");
        _overflows = meter.CreateCounter<long>("modelops.limits.overflows", unit: "{call}", description: "Calls counted together because their rule had no room for another partition.");
        _waits = meter.CreateHistogram(
            "modelops.limits.wait.duration", unit: "s", description: "Time that calls waited for permits or for their turn.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.0001, 0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30] });
        _concurrency = meter.CreateGauge<int>("modelops.limits.concurrency", unit: "{call}", description: "Calls at once that a model takes, as found by the overload limit.");
        meter.CreateObservableUpDownCounter("modelops.limits.partitions", CountPartitions, unit: "{partition}", description: "Partitions that are counted on their own.");
    }

    public LimitPlan? Plan { private get; set; }

    public void Refused(string name, string reason) =>
        _refused.Add(1, new KeyValuePair<string, object?>(Rule, name), new KeyValuePair<string, object?>(Reason, reason));

    public void SharedFailed() => _sharedFailures.Add(1);

    public void PartitionsFull(string rule) => _overflows.Add(1, new KeyValuePair<string, object?>(Rule, rule));

    public void Waited(string rule, TimeSpan elapsed) => _waits.Record(elapsed.TotalSeconds, new KeyValuePair<string, object?>(Rule, rule));

    public void Adapted(string model, int limit) => _concurrency.Record(limit, new KeyValuePair<string, object?>(ModelOpsTagNames.Model, model));

    private IEnumerable<Measurement<long>> CountPartitions() =>
        Plan is { } plan ? plan.Rules.Select(static r => new Measurement<long>(r.PartitionCount, new KeyValuePair<string, object?>(Rule, r.Rule.Name))) : [];
}
