using System.Collections.Concurrent;

namespace ModelOps.Serving.Limits;

/// <summary>The limits in force. A call reads it once; a change of the settings makes a new one.</summary>
internal sealed class LimitPlan(RuleLimiter[] rules, OverloadOptions overload, LimitMetrics metrics, TimeProvider timeProvider)
{
    private const int MostModels = 1000; // callers may make names up
    private readonly ConcurrentDictionary<string, OverloadGuard> _guards = new(StringComparer.Ordinal);

    public RuleLimiter[] Rules => rules;

    public OverloadOptions Overload => overload;

    /// <summary>What sheds the load of a model; null when nothing does.</summary>
    public OverloadGuard? GuardOf(string model)
    {
        if (!overload.IsEnabled) { return null; }
        return _guards.TryGetValue(model, out OverloadGuard? guard) ? guard
            : _guards.GetOrAdd(_guards.Count < MostModels ? model : "(others)", name => new OverloadGuard(name, overload, metrics, timeProvider));
    }
}
