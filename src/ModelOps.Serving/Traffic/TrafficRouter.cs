namespace ModelOps.Serving;

internal sealed class TrafficRouter : ITrafficRouter
{
    private readonly Lock _lock = new();
    private volatile IReadOnlyList<TrafficPolicy> _policies = [];

    public IReadOnlyList<TrafficPolicy> Policies => _policies;

    public IReadOnlyList<TrafficSplit> Splits => [.. _policies.Where(static p => p.Variants.Count > 0).Select(static p => new TrafficSplit(p.Model, p.Variants))];

    public void Set(TrafficPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        string[] errors = [.. TrafficPolicyRules.Check(policy, nameof(policy))];
        if (errors.Length > 0) { throw new ArgumentException(string.Join(" ", errors), nameof(policy)); }
        TrafficPolicy copy = policy.Copy();
        Replace(policy.Model, _ => copy);
    }

    public void Set(TrafficSplit split)
    {
        ArgumentNullException.ThrowIfNull(split);
        TrafficPolicy alone = new() { Model = split.Model, Variants = [.. split.Variants] };
        string[] errors = [.. TrafficPolicyRules.Check(alone, nameof(split))];
        if (errors.Length == 0 && alone.Variants.Count == 0) { errors = [$"{nameof(split)}:Variants is empty. Give at least one, or remove the policy of '{split.Model}'."]; }
        if (errors.Length > 0) { throw new ArgumentException(string.Join(" ", errors), nameof(split)); }
        Replace(split.Model, old => old is null ? alone : old with { Variants = alone.Variants });
    }

    public bool Remove(string model)
    {
        ArgumentNullException.ThrowIfNull(model);
        lock (_lock)
        {
            TrafficPolicy[] rest = [.. _policies.Where(p => p.Model != model)];
            bool removed = rest.Length < _policies.Count;
            if (removed) { _policies = rest; }
            return removed;
        }
    }

    private void Replace(string model, Func<TrafficPolicy?, TrafficPolicy> change)
    {
        lock (_lock)
        {
            TrafficPolicy changed = change(_policies.FirstOrDefault(p => p.Model == model));
            _policies = [.. _policies.Where(p => p.Model != model), changed];
        }
    }
}
