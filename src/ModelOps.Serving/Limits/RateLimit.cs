namespace ModelOps.Serving.Limits;

/// <summary>Permits over time. Thread-safe; times are timestamps of the time provider, so nothing runs while nobody calls.</summary>
/// <remarks>The limiters of System.Threading.RateLimiting are not used here because they take their time from the machine's clock, refill in steps by a timer each, and cannot
/// say when exactly a permit will be there. A host that wants them adds them with <c>AddRateLimiter</c>.</remarks>
internal abstract class RateLimit
{
    /// <summary>Takes permits that are there now, or will be within a time; they are then taken already, and the call waits for them.</summary>
    /// <param name="permits">How many; at least 1.</param>
    /// <param name="now">Timestamp.</param>
    /// <param name="maxWait">Longest wait, in timestamp units.</param>
    /// <returns>The wait in timestamp units. More than <paramref name="maxWait"/>: nothing was taken. <see cref="double.PositiveInfinity"/>: so many never fit.</returns>
    public abstract double Take(int permits, long now, double maxWait);

    /// <summary>Gives back permits that were taken and not used.</summary>
    public abstract void Return(int permits);

    /// <summary>Whether it is as if it had never been used.</summary>
    public abstract bool IsFull(long now);
}
