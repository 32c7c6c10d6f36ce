namespace ModelOps.Serving;

/// <summary>The policy of one model, in the form in which its calls read it. Immutable but for a counter.</summary>
internal sealed class TrafficPlanEntry
{
    private const ulong GoldenRatio = 0x9e3779b97f4a7c15; // an odd step, so that a counter visits all values: SplitMix64
    private readonly string _model;
    private readonly CompiledRule[] _rules;
    private readonly CompiledExperiment[] _experiments;
    private readonly TrafficChoice[] _variants;
    private readonly WeightedChoice? _split;
    private readonly ModelReference? _first;
    private ulong _counter;

    /// <param name="policy">The policy.</param>
    /// <param name="tap">The rollout that decides the model's split; null when none does.</param>
    /// <param name="experiments">What is told of the calls of experiments.</param>
    /// <param name="shadow">Takes copies of calls; null when nobody does.</param>
    public TrafficPlanEntry(TrafficPolicy policy, TrafficTap? tap, IReadOnlyDictionary<(string Model, string Name), ExperimentRecorder> experiments, ShadowLane? shadow)
    {
        Shadow = shadow;
        _model = policy.Model;
        _rules = [.. policy.Rules.Select(rule => new CompiledRule(policy.Model, rule))];
        _experiments = [.. policy.Experiments.Select(e => new CompiledExperiment(policy.Model, e, experiments[(policy.Model, e.Name)]))];
        IReadOnlyList<TrafficVariant> variants = tap?.Variants ?? policy.Variants;
        _first = variants.Count > 0 ? ModelReference.ToAlias(_model, variants[0].Alias) : null;
        _split = variants.Count > 0 ? new WeightedChoice(variants) : null;
        string reason = tap is null ? TrafficMetrics.Split : TrafficMetrics.Rollout;
        _variants = [.. variants.Select((v, i) => new TrafficChoice(
            i == 0 ? _first! : tap is null ? ModelReference.ToAlias(_model, v.Alias) : ModelReference.ToVersion(_model, tap.CanaryVersion), _first!, v.Alias, reason, tap?.Recorder, i))];
    }

    /// <summary>Takes copies of calls; null when nobody does.</summary>
    public ShadowLane? Shadow { get; }

    /// <summary>Decides where a call goes; false when it goes where it would have gone anyway and nobody is told of it.</summary>
    public bool TryChoose(InferenceRequest request, TimeProvider timeProvider, out TrafficChoice choice)
    {
        foreach (CompiledRule rule in _rules)
        {
            if (rule.Applies(request.Context, timeProvider))
            {
                choice = new TrafficChoice(rule.Target, _first ?? request.Model, rule.TargetName, rule.Name);
                return true;
            }
        }

        if (_experiments.Length > 0 && (request.Context.RoutingKey ?? request.Id) is { } unit)
        {
            foreach (CompiledExperiment experiment in _experiments)
            {
                if (experiment.TryChoose(unit, out choice)) { return true; }
            }
        }

        if (_split is null)
        {
            choice = new TrafficChoice(request.Model, request.Model, TrafficMetrics.Default, TrafficMetrics.Default);
            return Shadow is not null;
        }

        string? key = request.Context.RoutingKey;
        ulong hash = key is null ? StableHash.Mix(Interlocked.Add(ref _counter, GoldenRatio)) : StableHash.Compute(_model, key);
        choice = _variants[_split.Choose(hash)] with { Unit = key is null ? 0 : hash };
        return true;
    }
}
