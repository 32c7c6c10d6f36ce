namespace ModelOps.Registry.Tracking.Filters;

/// <summary>A name as it was written: <c>metrics.auc</c>, <c>tags.`a b`</c> or <c>status</c>.</summary>
/// <param name="Entity">What its prefix says it is of; an attribute without one.</param>
/// <param name="Key">What follows the prefix, without quotes.</param>
/// <param name="Position">Where it stands.</param>
internal sealed record FilterName(TrackingEntity Entity, string Key, int Position);
