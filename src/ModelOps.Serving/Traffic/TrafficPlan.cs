namespace ModelOps.Serving;

/// <summary>The policies and rollouts in force, in the form in which calls read them. Immutable.</summary>
internal sealed class TrafficPlan
{
    private readonly Dictionary<string, TrafficPlanEntry> _entries = [];

    public TrafficPlan(
        IReadOnlyList<TrafficPolicy> policies, IReadOnlyDictionary<string, TrafficTap> taps,
        IReadOnlyDictionary<(string Model, string Name), ExperimentRecorder> experiments, IReadOnlyDictionary<string, ShadowLane> shadows)
    {
        Policies = policies;
        Taps = taps;
        foreach (TrafficPolicy policy in policies) { _entries[policy.Model] = new TrafficPlanEntry(policy, taps.GetValueOrDefault(policy.Model), experiments, shadows.GetValueOrDefault(policy.Model)); }
        foreach ((string model, TrafficTap tap) in taps) { _entries.TryAdd(model, new TrafficPlanEntry(new TrafficPolicy { Model = model }, tap, experiments, null)); }
    }

    public IReadOnlyList<TrafficPolicy> Policies { get; }

    public IReadOnlyDictionary<string, TrafficTap> Taps { get; }

    public TrafficPlanEntry? Find(string model) => _entries.Count == 0 ? null : _entries.GetValueOrDefault(model);
}
