using System.Diagnostics.Metrics;

namespace ModelOps.Jobs.Diagnostics;

internal sealed class JobMetrics
{
    private const string StateTag = "modelops.jobs.state";
    private readonly Counter<long> _submitted;
    private readonly Counter<long> _ended;
    private readonly Counter<long> _lost;
    private readonly Counter<long> _webhooks;
    private readonly Histogram<double> _attempt;
    private readonly Histogram<double> _wait;
    private InferenceJobQueueDepth? _depth;

    public JobMetrics(IMeterFactory? meters = null)
    {
        Meter meter = meters?.Create(ModelOpsDiagnostics.MeterName) ?? new Meter(ModelOpsDiagnostics.MeterName); // owned by the factory, else by the process
        InstrumentAdvice<double> buckets = new() { HistogramBucketBoundaries = [0.005, 0.025, 0.1, 0.5, 1, 5, 15, 60, 300, 900, 3600] };
        _submitted = meter.CreateCounter<long>("modelops.jobs.submitted", "{job}", "Jobs taken from submitters.");
        _ended = meter.CreateCounter<long>("modelops.jobs.attempts", "{attempt}", "Attempts ended, by the state of the job after them.");
        _lost = meter.CreateCounter<long>("modelops.jobs.leases.lost", "{lease}", "Attempts whose lease went to another worker.");
        _webhooks = meter.CreateCounter<long>("modelops.jobs.webhooks", "{message}", "Webhooks, by whether they were delivered.");
        _attempt = meter.CreateHistogram("modelops.jobs.attempt.duration", "s", "Time of one attempt.", advice: buckets);
        _wait = meter.CreateHistogram("modelops.jobs.wait.duration", "s", "Time from when a job was ready until a worker took it.", advice: buckets);
        meter.CreateObservableGauge("modelops.jobs.depth", Depths, "{job}", "Jobs in the queue, by state.");
        meter.CreateObservableGauge("modelops.jobs.oldest_age", Oldest, "s", "How long the job that waits longest has been ready.");
    }

    /// <summary>The last measurement; null for none.</summary>
    public InferenceJobQueueDepth? Depth
    {
        get => Volatile.Read(ref _depth);
        set => Volatile.Write(ref _depth, value);
    }

    public void Submitted(InferenceJob job) => _submitted.Add(1, Model(job));

    public void Started(InferenceJob job, DateTimeOffset now) => _wait.Record(Math.Max(0, (now - job.DueAt).TotalSeconds), Model(job));

    public void Ended(InferenceJob job, TimeSpan elapsed)
    {
        KeyValuePair<string, object?> state = new(StateTag, job.State.ToString());
        _ended.Add(1, Model(job), state);
        _attempt.Record(elapsed.TotalSeconds, Model(job), state);
    }

    public void Lost(InferenceJob job) => _lost.Add(1, Model(job));

    public void WebhookEnded(WebhookState state) => _webhooks.Add(1, new KeyValuePair<string, object?>(StateTag, state.ToString()));

    private static KeyValuePair<string, object?> Model(InferenceJob job) => new(ModelOpsTagNames.Model, job.Model.Name);

    private IEnumerable<Measurement<long>> Depths()
    {
        if (Depth is not { } depth) { yield break; }
        yield return Of(depth.Ready, "Ready");
        yield return Of(depth.Delayed, "Delayed");
        yield return Of(depth.Running, "Running");
        yield return Of(depth.Dead, "Dead");

        static Measurement<long> Of(long count, string state) => new(count, new KeyValuePair<string, object?>(StateTag, state));
    }

    private IEnumerable<Measurement<double>> Oldest() => Depth is { } depth ? [new Measurement<double>(depth.OldestAge.TotalSeconds)] : [];
}
