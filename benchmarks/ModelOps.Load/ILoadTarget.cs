namespace ModelOps.Load;

/// <summary>What is put under load. Thread-safe.</summary>
internal interface ILoadTarget
{
    /// <summary>Makes one call.</summary>
    /// <returns>How it ended. A failure is an outcome, not an exception.</returns>
    ValueTask<LoadOutcome> CallAsync(CancellationToken cancellationToken);
}
