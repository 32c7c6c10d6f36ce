namespace ModelOps.Drift.Profiles.Sketches;

/// <summary>A frequent value.</summary>
/// <param name="Value">The value.</param>
/// <param name="Count">At most so often it occurred; never less than its true count.</param>
/// <param name="MaxError">By how much <paramref name="Count"/> may be too high.</param>
public sealed record HeavyHitter(string Value, long Count, long MaxError);
