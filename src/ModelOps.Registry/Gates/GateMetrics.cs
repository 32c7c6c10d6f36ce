using System.Diagnostics.Metrics;

namespace ModelOps.Registry.Gates;

internal sealed class GateMetrics
{
    private readonly Counter<long> _promotions;
    private readonly Histogram<double> _duration;

    public GateMetrics(IMeterFactory? meters)
    {
#pragma warning disable CA2000 // without a factory the meter lives as long as the process
        Meter meter = meters?.Create(ModelOpsDiagnostics.MeterName) ?? new Meter(ModelOpsDiagnostics.MeterName);
#pragma warning restore CA2000
        _promotions = meter.CreateCounter<long>("modelops.registry.promotions", "{promotion}", "Promotions that gates decided about.");
        _duration = meter.CreateHistogram<double>("modelops.registry.gate.duration", "s", "Time that one gate took.");
    }

    public void Decided(string model, bool isAllowed) => _promotions.Add(
        1, new(ModelOpsTagNames.Model, model), new("modelops.outcome", isAllowed ? "allowed" : "refused"));

    public void Asked(GateResult result, TimeSpan elapsed) => _duration.Record(
        elapsed.TotalSeconds, new("modelops.gate", result.Gate), new("modelops.outcome", result.Verdict.ToString()));
}
