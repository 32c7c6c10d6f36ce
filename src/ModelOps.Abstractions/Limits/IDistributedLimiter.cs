namespace ModelOps;

/// <summary>Counts what callers use over all hosts together.</summary>
/// <remarks>Implementations are thread-safe, decide in one round trip and by the clock of the store, not of the hosts.</remarks>
public interface IDistributedLimiter
{
    /// <summary>Takes permits of a bucket.</summary>
    /// <param name="key">Which bucket. It may hold something secret, such as an API key: implementations store a digest of it.</param>
    /// <param name="minimum">Permits that the call needs; at least 1. Fewer are never taken.</param>
    /// <param name="wanted">Permits to take when there are so many; at least <paramref name="minimum"/>. What is over may be used later, without asking.</param>
    /// <param name="rule">The bucket's size and pace.</param>
    /// <param name="cancellationToken">Stops waiting; permits may have been taken all the same.</param>
    /// <returns>How many permits were taken, and when there will be more.</returns>
    /// <exception cref="DistributedLimiterException">The store did not answer as it should. Callers go on as they are told to for that case.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    ValueTask<LimitDecision> AcquireAsync(string key, int minimum, int wanted, LimitRule rule, CancellationToken cancellationToken = default);
}
