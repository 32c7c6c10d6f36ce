namespace ModelOps.Serving;

/// <summary>The splits that rollouts have set. Thread-safe; a change makes a new collection.</summary>
internal sealed class TrafficTaps
{
    private readonly Lock _lock = new();
    private volatile IReadOnlyDictionary<string, TrafficTap> _current = new Dictionary<string, TrafficTap>();

    public IReadOnlyDictionary<string, TrafficTap> Current => _current;

    public void Set(string model, TrafficTap tap)
    {
        lock (_lock) { _current = new Dictionary<string, TrafficTap>(_current) { [model] = tap }; }
    }

    public void Remove(string model)
    {
        lock (_lock)
        {
            Dictionary<string, TrafficTap> rest = new(_current);
            if (rest.Remove(model)) { _current = rest; }
        }
    }
}
