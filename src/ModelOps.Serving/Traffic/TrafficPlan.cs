namespace ModelOps.Serving;

/// <summary>The splits in force, in the form in which calls read them. Immutable.</summary>
internal sealed class TrafficPlan
{
    private readonly Dictionary<string, TrafficPlanEntry> _entries;

    public TrafficPlan(IReadOnlyList<TrafficSplit> splits)
    {
        Source = splits;
        _entries = splits.ToDictionary(static s => s.Model, static s => new TrafficPlanEntry(s));
    }

    public IReadOnlyList<TrafficSplit> Source { get; }

    public TrafficPlanEntry? Find(string model) => _entries.Count == 0 ? null : _entries.GetValueOrDefault(model);
}
