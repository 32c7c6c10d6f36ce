namespace ModelOps.Serving;

internal sealed class TrafficRouter : ITrafficRouter
{
    private readonly Lock _lock = new();
    private volatile IReadOnlyList<TrafficSplit> _splits = [];

    public IReadOnlyList<TrafficSplit> Splits => _splits;

    public void Set(TrafficSplit split)
    {
        ArgumentNullException.ThrowIfNull(split);
        Check(split);
        TrafficSplit copy = split with { Variants = [.. split.Variants] };
        lock (_lock)
        {
            _splits = [.. _splits.Where(s => s.Model != split.Model), copy];
        }
    }

    public bool Remove(string model)
    {
        ArgumentNullException.ThrowIfNull(model);
        lock (_lock)
        {
            TrafficSplit[] rest = [.. _splits.Where(s => s.Model != model)];
            bool removed = rest.Length < _splits.Count;
            if (removed) { _splits = rest; }
            return removed;
        }
    }

    private static void Check(TrafficSplit split)
    {
        if (!ModelReference.IsName(split.Model)) { throw Wrong($"'{split.Model}' is no name of a model."); }
        foreach (TrafficVariant variant in split.Variants)
        {
            if (!ModelReference.IsAlias(variant.Alias)) { throw Wrong($"'{variant.Alias}' is no alias."); }
            if (variant.Weight < 0) { throw Wrong($"the weight of '{variant.Alias}' is {variant.Weight}; give 0 or more."); }
        }

        if (split.Variants.Select(static v => v.Alias).Distinct().Count() < split.Variants.Count) { throw Wrong("an alias is there twice; join its weights."); }
        if (split.Variants.Sum(static v => (long)v.Weight) is var total && total is 0 or > int.MaxValue)
        {
            throw Wrong($"the weights add up to {total}; give at least one above 0, and {int.MaxValue} in all at most.");
        }

        ArgumentException Wrong(string why) => new($"The traffic split of model '{split.Model}' is not valid: {why}", nameof(split));
    }
}
