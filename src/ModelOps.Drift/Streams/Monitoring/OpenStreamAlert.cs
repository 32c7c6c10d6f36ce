namespace ModelOps.Drift.Streams.Monitoring;

/// <summary>A stream whose alert has not ended.</summary>
/// <param name="NextAt">When it may count as quiet for another step.</param>
/// <param name="Taken">Values that it had taken then: a stream without values is not quiet but silent.</param>
internal sealed record OpenStreamAlert(DateTimeOffset NextAt, long Taken);
