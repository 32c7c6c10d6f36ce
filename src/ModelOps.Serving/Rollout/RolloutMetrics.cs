using System.Diagnostics.Metrics;

namespace ModelOps.Serving;

internal sealed class RolloutMetrics
{
    private const string DecisionTag = "modelops.rollout.decision";
    private const string GateTag = "modelops.rollout.gate";
    private const string BoundTag = "modelops.rollout.bound";
    private readonly Counter<long> _decisions;
    private Func<IReadOnlyList<RolloutProgress>> _current = static () => [];

    public RolloutMetrics(IMeterFactory? meters = null)
    {
        Meter meter = meters?.Create(ModelOpsDiagnostics.MeterName) ?? new Meter(ModelOpsDiagnostics.MeterName); // owned by the factory, else by the process
        _decisions = meter.CreateCounter<long>("modelops.rollout.decisions", unit: "{decision}", description: "Decisions of rollouts.");
        meter.CreateObservableGauge("modelops.rollout.weight", Weights, unit: "%", description: "Share of the calls that the canary gets.");
        meter.CreateObservableGauge("modelops.rollout.samples", Samples, unit: "{call}", description: "Calls of the canary in this step.");
        meter.CreateObservableGauge("modelops.rollout.difference", Differences, description: "Bounds of the canary's rate, seconds or outcome less the champion's.");
    }

    public void Observe(Func<IReadOnlyList<RolloutProgress>> current) => _current = current;

    public void Decided(string model, string decision) => _decisions.Add(
        1, new KeyValuePair<string, object?>(ModelOpsTagNames.Model, model), new KeyValuePair<string, object?>(DecisionTag, decision));

    private IEnumerable<Measurement<int>> Weights() => _current().Select(static r => new Measurement<int>(r.Weight, Model(r)));

    private IEnumerable<Measurement<long>> Samples() => _current().Select(static r => new Measurement<long>(r.CanaryCalls, Model(r)));

    private IEnumerable<Measurement<double>> Differences() =>
        from rollout in _current()
        where rollout.State is RolloutState.Running or RolloutState.Paused
        from gate in rollout.Gates
        from bound in new[] { ("lower", gate.Difference.Lower), ("upper", gate.Difference.Upper) }
        where double.IsFinite(bound.Item2)
        select new Measurement<double>(
            bound.Item2, Model(rollout), new KeyValuePair<string, object?>(GateTag, gate.Gate), new KeyValuePair<string, object?>(BoundTag, bound.Item1));

    private static KeyValuePair<string, object?> Model(RolloutProgress rollout) => new(ModelOpsTagNames.Model, rollout.Model);
}
