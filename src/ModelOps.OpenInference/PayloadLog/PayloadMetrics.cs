using System.Diagnostics.Metrics;

namespace ModelOps.OpenInference.PayloadLog;

internal sealed class PayloadMetrics
{
    private readonly Counter<long> _calls;

    public PayloadMetrics(IMeterFactory? meters = null)
    {
        Meter meter = meters?.Create(ModelOpsDiagnostics.MeterName) ?? new Meter(ModelOpsDiagnostics.MeterName); // owned by the factory, else by the process
        _calls = meter.CreateCounter<long>("modelops.payload_log.calls", unit: "{call}", description: "Calls that the payload log wrote, had no room for, or lost with a sink.");
    }

    public void Dropped() => _calls.Add(1, Outcome("dropped"));

    public void Written(IPayloadSink sink, int calls) => _calls.Add(calls, Outcome("written"), Sink(sink));

    public void Lost(IPayloadSink sink, int calls) => _calls.Add(calls, Outcome("lost"), Sink(sink));

    private static KeyValuePair<string, object?> Outcome(string outcome) => new("modelops.outcome", outcome);

    private static KeyValuePair<string, object?> Sink(IPayloadSink sink) => new("modelops.sink", sink.GetType().Name);
}
