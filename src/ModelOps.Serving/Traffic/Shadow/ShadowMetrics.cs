using System.Diagnostics.Metrics;

namespace ModelOps.Serving;

internal sealed class ShadowMetrics
{
    public const string Same = "same";
    public const string Different = "different";
    public const string Failed = "failed";
    private const string OutcomeTag = "modelops.shadow.outcome";
    private readonly Counter<long> _calls;
    private readonly Counter<long> _dropped;
    private readonly Histogram<double> _duration;

    public ShadowMetrics(IMeterFactory? meters = null)
    {
        Meter meter = meters?.Create(ModelOpsDiagnostics.MeterName) ?? new Meter(ModelOpsDiagnostics.MeterName); // owned by the factory, else by the process
        _calls = meter.CreateCounter<long>("modelops.shadow.calls", unit: "{call}", description: "Copies of calls that the shadow answered or failed, by how its answer compares.");
        _dropped = meter.CreateCounter<long>("modelops.shadow.dropped", unit: "{call}", description: "Copies of calls dropped because the shadow's budget was used up.");
        _duration = meter.CreateHistogram(
            "modelops.shadow.duration", unit: "s", description: "Time that the shadow took to answer a copy.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.0001, 0.001, 0.01, 0.1, 1, 10] });
    }

    public void Answered(string model, string outcome, TimeSpan elapsed)
    {
        KeyValuePair<string, object?> tag = new(ModelOpsTagNames.Model, model);
        _calls.Add(1, tag, new KeyValuePair<string, object?>(OutcomeTag, outcome));
        if (outcome != Failed) { _duration.Record(elapsed.TotalSeconds, tag); }
    }

    public void Dropped(string model) => _dropped.Add(1, new KeyValuePair<string, object?>(ModelOpsTagNames.Model, model));
}
