using System.Diagnostics.Metrics;

namespace ModelOps.Serving;

internal sealed class TrafficMetrics
{
    public const string Default = "default";
    public const string Split = "split";
    public const string Rollout = "rollout";
    public const string Experiment = "experiment";
    private const string VariantTag = "modelops.traffic.variant";
    private const string ExperimentTag = "modelops.traffic.experiment";
    private const string ReasonTag = "modelops.traffic.reason";
    private readonly Counter<long> _routed;
    private readonly Counter<long> _fallbacks;
    private readonly Counter<long> _exposures;
    private Func<IReadOnlyList<ExperimentResult>> _results = static () => [];

    public TrafficMetrics(IMeterFactory? meters = null)
    {
        Meter meter = meters?.Create(ModelOpsDiagnostics.MeterName) ?? new Meter(ModelOpsDiagnostics.MeterName); // owned by the factory, else by the process
        _routed = meter.CreateCounter<long>("modelops.traffic.calls", unit: "{call}", description: "Calls sent to a variant, by what chose it.");
        _fallbacks = meter.CreateCounter<long>("modelops.traffic.fallbacks", unit: "{call}", description: "Calls whose variant was not ready, so that the first one answered.");
        _exposures = meter.CreateCounter<long>("modelops.traffic.exposures", unit: "{unit}", description: "Units that met a variant of an experiment for the first time.");
        meter.CreateObservableGauge(
            "modelops.traffic.sample_ratio.p_value",
            () => _results().Select(static r => new Measurement<double>(
                r.SampleRatioPValue, new KeyValuePair<string, object?>(ModelOpsTagNames.Model, r.Model), new KeyValuePair<string, object?>(ExperimentTag, r.Experiment.Name))),
            unit: "1",
            description: "Always-valid p-value of the units' numbers against the weights of an experiment; below 0.001 its results must not be trusted.");
    }

    public void Routed(string model, in TrafficChoice choice) => _routed.Add(
        1, new KeyValuePair<string, object?>(ModelOpsTagNames.Model, model), new KeyValuePair<string, object?>(VariantTag, choice.Name), new KeyValuePair<string, object?>(ReasonTag, choice.Reason));

    public void Observe(Func<IReadOnlyList<ExperimentResult>> results) => _results = results;

    public void Exposed(string model, string experiment, string variant) => _exposures.Add(
        1, new KeyValuePair<string, object?>(ModelOpsTagNames.Model, model), new KeyValuePair<string, object?>(ExperimentTag, experiment), new KeyValuePair<string, object?>(VariantTag, variant));

    public void FellBack(string model, in TrafficChoice choice) => _fallbacks.Add(
        1, new KeyValuePair<string, object?>(ModelOpsTagNames.Model, model), new KeyValuePair<string, object?>(VariantTag, choice.Name));
}
