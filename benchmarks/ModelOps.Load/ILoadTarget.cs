namespace ModelOps.Load;

/// <summary>What is put under load. Thread-safe.</summary>
internal interface ILoadTarget
{
    /// <summary>Makes one call.</summary>
    /// <param name="late">How long ago the call was due: its deadline, if it has one, counts from then.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>How it ended. A failure is an outcome, not an exception.</returns>
    ValueTask<LoadOutcome> CallAsync(TimeSpan late, CancellationToken cancellationToken);
}
