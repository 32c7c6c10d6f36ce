using ModelOps.Serving.Diagnostics;

namespace ModelOps.Serving;

/// <summary>The shadows of the policies in force.</summary>
internal sealed class Shadows(ShadowServices services) : IShadows, IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, ShadowLane> _lanes = [];
    private bool _disposed;

    public IReadOnlyList<ShadowReport> Reports
    {
        get
        {
            lock (_lock) { return [.. _lanes.Values.Select(static l => l.Report).OrderBy(static r => r.Model, StringComparer.Ordinal)]; }
        }
    }

    /// <summary>Brings the shadows to where the policies say: those whose policy has not changed go on.</summary>
    public Dictionary<string, ShadowLane> Follow(IReadOnlyList<TrafficPolicy> policies)
    {
        lock (_lock)
        {
            Dictionary<string, ShadowPolicy> wanted = _disposed ? [] : policies.Where(static p => p.Shadow is not null).ToDictionary(static p => p.Model, static p => p.Shadow!);
            foreach (ShadowLane lane in _lanes.Values.Where(l => !l.Policy.IsSameAs(wanted.GetValueOrDefault(l.Model))).ToArray())
            {
                _lanes.Remove(lane.Model);
                lane.Dispose();
            }

            foreach ((string model, ShadowPolicy policy) in wanted)
            {
                if (_lanes.ContainsKey(model)) { continue; }
                if (services.Find(policy) is { } client) { _lanes[model] = new ShadowLane(model, policy, client, services); }
                else { services.Logger.ShadowFailed(model, new InvalidOperationException($"There is no IInferenceClient with the key '{policy.Client}' among the services. Add one with AddKeyedSingleton.")); }
            }

            return new Dictionary<string, ShadowLane>(_lanes);
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            foreach (ShadowLane lane in _lanes.Values) { lane.Dispose(); }
            _lanes.Clear();
        }
    }
}
