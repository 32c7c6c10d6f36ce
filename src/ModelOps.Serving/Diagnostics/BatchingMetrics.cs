using System.Diagnostics.Metrics;

namespace ModelOps.Serving.Diagnostics;

internal sealed class BatchingMetrics
{
    /// <summary>Reason of a refusal: the answer would come after the call's deadline.</summary>
    public const string Deadline = "deadline";

    /// <summary>Reason of a refusal: too much work waits.</summary>
    public const string Backlog = "backlog";

    private const string Reason = "modelops.batching.reason";
    private readonly Histogram<double> _wait;
    private readonly Histogram<long> _rows;
    private readonly Counter<long> _rejected;
    private readonly Counter<long> _expired;
    private readonly Counter<long> _splits;
    private readonly Counter<long> _bisections;

    public BatchingMetrics(IMeterFactory? meters = null)
    {
        Meter meter = meters?.Create(ModelOpsDiagnostics.MeterName) ?? new Meter(ModelOpsDiagnostics.MeterName); // owned by the factory, else by the process
        _wait = meter.CreateHistogram(
            "modelops.batching.queue.duration", unit: "s", description: "Time that a call waited for the run that it shares.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.00001, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] });
        _rows = meter.CreateHistogram(
            "modelops.batching.batch.rows", unit: "{row}", description: "Rows of a run that calls share, without those it was filled up with.",
            advice: new InstrumentAdvice<long> { HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024] });
        _rejected = meter.CreateCounter<long>("modelops.batching.rejected", "{call}", "Calls refused because they could not be answered in time.");
        _expired = meter.CreateCounter<long>("modelops.batching.expired", "{call}", "Calls whose deadline passed while they waited or ran.");
        _splits = meter.CreateCounter<long>("modelops.batching.splits", "{call}", "Calls with more rows than a run may have, answered in parts.");
        _bisections = meter.CreateCounter<long>("modelops.batching.bisections", "{run}", "Failed runs that were run again in halves to find the guilty call.");
    }

    public bool ObservesWaits => _wait.Enabled;

    public void Waited(TimeSpan time, string model) => _wait.Record(time.TotalSeconds, Tag(model));

    public void Ran(string model, int rows) => _rows.Record(rows, Tag(model));

    public void Rejected(string model, string reason) => _rejected.Add(1, Tag(model), new KeyValuePair<string, object?>(Reason, reason));

    public void Expired(string model) => _expired.Add(1, Tag(model));

    public void Split(string model) => _splits.Add(1, Tag(model));

    public void Bisected(string model) => _bisections.Add(1, Tag(model));

    private static KeyValuePair<string, object?> Tag(string model) => new(ModelOpsTagNames.Model, model);
}
