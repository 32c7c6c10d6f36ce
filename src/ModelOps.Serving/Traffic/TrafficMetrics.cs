using System.Diagnostics.Metrics;

namespace ModelOps.Serving;

internal sealed class TrafficMetrics
{
    public const string Split = "split";
    public const string Rollout = "rollout";
    public const string Experiment = "experiment";
    private const string VariantTag = "modelops.traffic.variant";
    private const string ReasonTag = "modelops.traffic.reason";
    private readonly Counter<long> _routed;
    private readonly Counter<long> _fallbacks;

    public TrafficMetrics(IMeterFactory? meters = null)
    {
        Meter meter = meters?.Create(ModelOpsDiagnostics.MeterName) ?? new Meter(ModelOpsDiagnostics.MeterName); // owned by the factory, else by the process
        _routed = meter.CreateCounter<long>("modelops.traffic.calls", unit: "{call}", description: "Calls sent to a variant, by what chose it.");
        _fallbacks = meter.CreateCounter<long>("modelops.traffic.fallbacks", unit: "{call}", description: "Calls whose variant was not ready, so that the first one answered.");
    }

    public void Routed(string model, in TrafficChoice choice) => _routed.Add(
        1, new KeyValuePair<string, object?>(ModelOpsTagNames.Model, model), new KeyValuePair<string, object?>(VariantTag, choice.Name), new KeyValuePair<string, object?>(ReasonTag, choice.Reason));

    public void FellBack(string model, in TrafficChoice choice) => _fallbacks.Add(
        1, new KeyValuePair<string, object?>(ModelOpsTagNames.Model, model), new KeyValuePair<string, object?>(VariantTag, choice.Name));
}
