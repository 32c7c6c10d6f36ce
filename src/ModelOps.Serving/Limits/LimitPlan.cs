using System.Collections.Concurrent;

namespace ModelOps.Serving.Limits;

/// <summary>The limits in force. A call reads it once; a change of the settings makes a new one.</summary>
/// <param name="rules">Rules, in their order.</param>
/// <param name="shared">What asks the store.</param>
/// <param name="overload">When load is shed.</param>
/// <param name="before">The plan before, whose findings go on to count where they still hold; null for the first.</param>
/// <param name="metrics">Metrics.</param>
/// <param name="timeProvider">Clock.</param>
internal sealed class LimitPlan(RuleLimiter[] rules, SharedLimits shared, OverloadOptions overload, LimitPlan? before, LimitMetrics metrics, TimeProvider timeProvider)
{
    private const int MostModels = 1000; // callers may make names up
    private readonly ConcurrentDictionary<string, OverloadGuard> _guards =
        before is not null && LimitsText.Of(before.Overload) == LimitsText.Of(overload) ? before._guards : new(StringComparer.Ordinal);

    public RuleLimiter[] Rules => rules;

    public SharedLimits Shared => shared;

    public OverloadOptions Overload => overload;

    /// <summary>What sheds the load of a model; null when nothing does.</summary>
    public OverloadGuard? GuardOf(string model)
    {
        if (!overload.IsEnabled) { return null; }
        return _guards.TryGetValue(model, out OverloadGuard? guard) ? guard
            : _guards.GetOrAdd(_guards.Count < MostModels ? model : "(others)", name => new OverloadGuard(name, overload, metrics, timeProvider));
    }
}
