using System.Diagnostics.Metrics;

namespace ModelOps.Serving.Diagnostics;

internal sealed class ServingMetrics
{
    private static readonly KeyValuePair<string, object?> Cached = new(ModelOpsTagNames.Cached, true); // boxed once
    private readonly Histogram<double> _inference;
    private readonly Histogram<double> _load;
    private readonly UpDownCounter<long> _resident;
    private readonly Counter<long> _evictions;

    public ServingMetrics(IMeterFactory? meters = null)
    {
        Meter meter = meters?.Create(ModelOpsDiagnostics.MeterName) ?? new Meter(ModelOpsDiagnostics.MeterName); // owned by the factory, else by the process
        _inference = meter.CreateHistogram(
            "modelops.inference.duration", unit: "s", description: "Time to answer one call of a model.",
            advice: new InstrumentAdvice<double>
            {
                HistogramBucketBoundaries = [0.00001, 0.000025, 0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
            });
        _load = meter.CreateHistogram(
            "modelops.model.load.duration", unit: "s", description: "Time to fetch, load and warm up one version of a model.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 300] });
        _resident = meter.CreateUpDownCounter<long>("modelops.model.resident.size", unit: "By", description: "Memory of loaded models, as far as the host can tell.");
        _evictions = meter.CreateCounter<long>("modelops.model.evictions", unit: "{eviction}", description: "Idle models that were unloaded to make room.");
    }

    public bool IsObserved => _inference.Enabled;

    public void Answered(TimeSpan elapsed, string model, string version, bool isCached)
    {
        KeyValuePair<string, object?> modelTag = new(ModelOpsTagNames.Model, model);
        KeyValuePair<string, object?> versionTag = new(ModelOpsTagNames.Version, version);
        if (isCached)
        {
            _inference.Record(elapsed.TotalSeconds, modelTag, versionTag, Cached);
        }
        else
        {
            _inference.Record(elapsed.TotalSeconds, modelTag, versionTag);
        }
    }

    public void Failed(TimeSpan elapsed, string model, string errorType) => _inference.Record(
        elapsed.TotalSeconds,
        new KeyValuePair<string, object?>(ModelOpsTagNames.Model, model),
        new KeyValuePair<string, object?>(ModelOpsTagNames.ErrorType, errorType));

    public void ResidentBytesChanged(long bytes, string model) => _resident.Add(bytes, new KeyValuePair<string, object?>(ModelOpsTagNames.Model, model));

    public void Evicted(string model) => _evictions.Add(1, new KeyValuePair<string, object?>(ModelOpsTagNames.Model, model));

    public void Loaded(TimeSpan elapsed, string model, string? errorType)
    {
        KeyValuePair<string, object?> tag = new(ModelOpsTagNames.Model, model);
        if (errorType is null)
        {
            _load.Record(elapsed.TotalSeconds, tag);
        }
        else
        {
            _load.Record(elapsed.TotalSeconds, tag, new KeyValuePair<string, object?>(ModelOpsTagNames.ErrorType, errorType));
        }
    }
}
