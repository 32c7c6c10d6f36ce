using System.Diagnostics.Metrics;

namespace ModelOps.Registry.Webhooks;

/// <summary>Counts messages.</summary>
internal sealed class WebhookMetrics
{
    private const string OutcomeTag = "modelops.outcome";
    private readonly Counter<long> _messages;

    public WebhookMetrics(IMeterFactory? meters = null)
    {
        Meter meter = meters?.Create(ModelOpsDiagnostics.MeterName) ?? new Meter(ModelOpsDiagnostics.MeterName); // owned by the factory, else by the process
        _messages = meter.CreateCounter<long>("modelops.registry.webhooks", "{message}", "Messages of the registry's webhooks, by whether they were delivered or given up.");
    }

    public void Ended(bool isDelivered) => _messages.Add(1, new KeyValuePair<string, object?>(OutcomeTag, isDelivered ? "delivered" : "dead_letter"));
}
