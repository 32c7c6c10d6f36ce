namespace ModelOps.Serving;

/// <summary>A load on demand that failed and is not tried again for a while.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Delay">How long it is not tried.</param>
/// <param name="Until">When it may be tried.</param>
internal sealed record ModelDemandFailure(string Reason, TimeSpan Delay, DateTimeOffset Until);
