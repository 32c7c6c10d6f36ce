namespace ModelOps;

/// <summary>A tag of a run.</summary>
/// <param name="Key">Name; at most <see cref="TrackingLimits.MaxKeyLength"/> characters.</param>
/// <param name="Value">Value; at most <see cref="TrackingLimits.MaxTagLength"/> characters. The last one set counts.</param>
public sealed record RunTag(string Key, string Value);
