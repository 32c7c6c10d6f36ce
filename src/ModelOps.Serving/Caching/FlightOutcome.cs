namespace ModelOps.Serving.Caching;

/// <summary>What followers of a flight get.</summary>
/// <param name="Answer">The answer; null when there is none to share.</param>
/// <param name="IsAbandoned">Whether the leader gave up for reasons of its own (cancelled, out of time), so that another should lead. Otherwise each follower asks for itself.</param>
internal readonly record struct FlightOutcome(CachedAnswer? Answer, bool IsAbandoned);
