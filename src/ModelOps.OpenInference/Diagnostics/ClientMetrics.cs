using System.Diagnostics.Metrics;

namespace ModelOps.OpenInference.Diagnostics;

internal sealed class ClientMetrics
{
    private const string Server = "server.address";
    private readonly Histogram<double> _duration;
    private readonly UpDownCounter<long> _inFlight;
    private readonly Counter<long> _retries;
    private readonly Counter<long> _hedges;
    private readonly Counter<long> _ejections;

    public ClientMetrics(IMeterFactory? meters = null)
    {
        Meter meter = meters?.Create(ModelOpsDiagnostics.MeterName) ?? new Meter(ModelOpsDiagnostics.MeterName); // owned by the factory, else by the process
        _duration = meter.CreateHistogram(
            "modelops.client.call.duration", unit: "s", description: "Time of one call of a remote model, with all its tries.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30] });
        _inFlight = meter.CreateUpDownCounter<long>("modelops.client.in_flight", unit: "{try}", description: "Tries that a server is at work on.");
        _retries = meter.CreateCounter<long>("modelops.client.retries", unit: "{try}", description: "Calls tried again.");
        _hedges = meter.CreateCounter<long>("modelops.client.hedges", unit: "{try}", description: "Calls sent to a second server too, since the first was slow.");
        _ejections = meter.CreateCounter<long>("modelops.client.ejections", unit: "{ejection}", description: "Times that a server was left out.");
    }

    public bool IsObserved => _duration.Enabled;

    public void Began(string server) => _inFlight.Add(1, new KeyValuePair<string, object?>(Server, server));

    public void Ended(string server) => _inFlight.Add(-1, new KeyValuePair<string, object?>(Server, server));

    public void Retried(string errorType) => _retries.Add(1, new KeyValuePair<string, object?>(ModelOpsTagNames.ErrorType, errorType));

    public void Hedged(string model) => _hedges.Add(1, new KeyValuePair<string, object?>(ModelOpsTagNames.Model, model));

    public void Ejected(string server) => _ejections.Add(1, new KeyValuePair<string, object?>(Server, server));

    public void Answered(TimeSpan elapsed, string model, string version) => _duration.Record(
        elapsed.TotalSeconds,
        new KeyValuePair<string, object?>(ModelOpsTagNames.Model, model),
        new KeyValuePair<string, object?>(ModelOpsTagNames.Version, version));

    public void Failed(TimeSpan elapsed, string model, string errorType) => _duration.Record(
        elapsed.TotalSeconds,
        new KeyValuePair<string, object?>(ModelOpsTagNames.Model, model),
        new KeyValuePair<string, object?>(ModelOpsTagNames.ErrorType, errorType));
}
