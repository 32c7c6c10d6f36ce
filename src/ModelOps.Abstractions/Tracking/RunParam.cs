namespace ModelOps;

/// <summary>A parameter of a run or logged model.</summary>
/// <param name="Key">Name; at most <see cref="TrackingLimits.MaxKeyLength"/> characters.</param>
/// <param name="Value">Value; at most <see cref="TrackingLimits.MaxParamLength"/> characters. Once logged it never changes.</param>
public sealed record RunParam(string Key, string Value);
