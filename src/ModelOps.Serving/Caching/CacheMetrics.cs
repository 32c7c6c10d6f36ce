using System.Diagnostics.Metrics;

namespace ModelOps.Serving.Caching;

internal sealed class CacheMetrics
{
    private const string Result = "modelops.cache.result";
    private readonly Counter<long> _lookups;
    private readonly Counter<long> _sharedFailures;
    private readonly Histogram<double> _sharedReads;

    public CacheMetrics(MemoryTier memory, IMeterFactory? meters = null)
    {
        Meter meter = meters?.Create(ModelOpsDiagnostics.MeterName) ?? new Meter(ModelOpsDiagnostics.MeterName); // owned by the factory, else by the process
        _lookups = meter.CreateCounter<long>("modelops.cache.lookups", unit: "{call}", description: "Calls of cached models: hit, shared_hit, joined, miss or bypass.");
        _sharedFailures = meter.CreateCounter<long>(
            "modelops.cache.shared.failures", unit: "{failure}", description: "Reads and writes of the shared tier that failed, damaged answers, and answers not shared because many waited.");
        _sharedReads = meter.CreateHistogram(
            "modelops.cache.shared.read.duration", unit: "s", description: "Time that calls waited for the shared tier.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1] });
        meter.CreateObservableUpDownCounter("modelops.cache.usage", () => memory.Bytes, unit: "By", description: "Memory that cached answers take.");
        meter.CreateObservableUpDownCounter("modelops.cache.entries", () => memory.Count, unit: "{answer}", description: "Answers in memory.");
        meter.CreateObservableCounter("modelops.cache.evictions", () => memory.Evictions, unit: "{answer}", description: "Answers dropped for want of room.");
    }

    public void Hit(string model) => Count(model, "hit");

    public void SharedHit(string model) => Count(model, "shared_hit");

    public void Joined(string model) => Count(model, "joined");

    public void Missed(string model) => Count(model, "miss");

    public void Bypassed(string model) => Count(model, "bypass");

    public void SharedFailed(string what) => _sharedFailures.Add(1, new KeyValuePair<string, object?>(ModelOpsTagNames.ErrorType, what));

    public void SharedRead(TimeSpan elapsed) => _sharedReads.Record(elapsed.TotalSeconds);

    private void Count(string model, string result) =>
        _lookups.Add(1, new KeyValuePair<string, object?>(ModelOpsTagNames.Model, model), new KeyValuePair<string, object?>(Result, result));
}
