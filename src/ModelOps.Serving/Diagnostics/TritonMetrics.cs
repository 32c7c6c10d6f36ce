using System.Diagnostics.Metrics;

namespace ModelOps.Serving.Diagnostics;

/// <summary>The statistics of the loaded versions under the names that Triton Inference Server gives its metrics.</summary>
/// <remarks>Made only when asked for: each series would be there twice. Durations are microseconds, summed since the version was loaded.
/// An exporter for Prometheus that adds <c>_total</c> to counters must be told not to.</remarks>
internal sealed class TritonMetrics
{
    private readonly IModelHost _host;

    public TritonMetrics(IModelHost host, IMeterFactory? meters = null)
    {
        _host = host;
        Meter meter = meters?.Create(ModelOpsDiagnostics.MeterName) ?? new Meter(ModelOpsDiagnostics.MeterName); // owned by the factory, else by the process
        Observe(meter, "nv_inference_request_success", "Number of successful inference requests", static s => s.Success.Count);
        Observe(meter, "nv_inference_request_failure", "Number of failed inference requests", static s => s.Failure.Count);
        Observe(meter, "nv_inference_count", "Number of inferences performed, rows counted singly", static s => s.InferenceCount);
        Observe(meter, "nv_inference_exec_count", "Number of model executions", static s => s.ExecutionCount);
        Observe(meter, "nv_inference_request_duration_us", "Cumulative request duration", static s => Microseconds(s.Success));
        Observe(meter, "nv_inference_queue_duration_us", "Cumulative queuing duration", static s => Microseconds(s.Queue));
        Observe(meter, "nv_inference_compute_input_duration_us", "Cumulative input duration", static s => Microseconds(s.ComputeInput));
        Observe(meter, "nv_inference_compute_infer_duration_us", "Cumulative inference duration", static s => Microseconds(s.ComputeInfer));
        Observe(meter, "nv_inference_compute_output_duration_us", "Cumulative output duration", static s => Microseconds(s.ComputeOutput));
        Observe(meter, "nv_cache_num_hits_per_model", "Number of cache hits", static s => s.CacheHit.Count);
        Observe(meter, "nv_cache_num_misses_per_model", "Number of cache misses", static s => s.CacheMiss.Count);
        Observe(meter, "nv_cache_hit_duration_per_model", "Cumulative cache hit duration", static s => Microseconds(s.CacheHit));
        Observe(meter, "nv_cache_miss_duration_per_model", "Cumulative cache miss duration", static s => Microseconds(s.CacheMiss));
    }

    private void Observe(Meter meter, string name, string description, Func<ModelStatistics, long> value) =>
        meter.CreateObservableCounter(name, () => Measure(value), unit: null, description);

    private IEnumerable<Measurement<long>> Measure(Func<ModelStatistics, long> value) => _host.GetStatistics().Select(statistics => new Measurement<long>(
        value(statistics),
        new KeyValuePair<string, object?>("model", statistics.Model),
        new KeyValuePair<string, object?>("version", statistics.Version)));

    private static long Microseconds(ModelDuration duration) => (long)duration.Total.TotalMicroseconds;
}
