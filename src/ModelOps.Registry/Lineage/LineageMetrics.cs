using System.Diagnostics.Metrics;

namespace ModelOps.Registry.Lineage;

internal sealed class LineageMetrics
{
    private const string OutcomeTag = "modelops.registry.lineage.outcome";
    private readonly Counter<long> _events;

    public LineageMetrics(IMeterFactory? meters = null)
    {
        Meter meter = meters?.Create(ModelOpsDiagnostics.MeterName) ?? new Meter(ModelOpsDiagnostics.MeterName); // owned by the factory, else by the process
        _events = meter.CreateCounter<long>("modelops.registry.lineage.events", unit: "{event}", description: "Lineage events, by what became of them: written, sent, dropped, rejected.");
    }

    public void Count(LineageOutcome outcome) => _events.Add(1, new KeyValuePair<string, object?>(OutcomeTag, outcome switch
    {
        LineageOutcome.Written => "written",
        LineageOutcome.Sent => "sent",
        LineageOutcome.Dropped => "dropped",
        _ => "rejected",
    }));
}
