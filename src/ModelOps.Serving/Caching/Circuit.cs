namespace ModelOps.Serving;

/// <summary>Leaves alone for a while what has failed several times in a row, so that it costs nothing while it is away; then lets one caller try it. Thread-safe, lock-free.</summary>
internal sealed class Circuit(int breakAfter, TimeSpan breakDuration, TimeProvider timeProvider)
{
    private readonly long _break = (long)(breakDuration.TotalSeconds * timeProvider.TimestampFrequency);
    private int _failures;
    private long _openUntil; // 0 while closed

    public bool IsOpen => Volatile.Read(ref _openUntil) != 0;

    /// <summary>Whether <see cref="TryEnter"/> would say yes.</summary>
    public bool IsReady => Volatile.Read(ref _openUntil) is var until && (until == 0 || timeProvider.GetTimestamp() >= until);

    /// <summary>Whether to try; whoever is told so says how it went.</summary>
    public bool TryEnter()
    {
        long until = Volatile.Read(ref _openUntil);
        if (until == 0) { return true; }
        long now = timeProvider.GetTimestamp();
        return now >= until && Interlocked.CompareExchange(ref _openUntil, now + _break, until) == until;
    }

    /// <returns>Whether it works again after it was left alone.</returns>
    public bool Succeeded()
    {
        if (Volatile.Read(ref _failures) != 0) { Volatile.Write(ref _failures, 0); }
        return Volatile.Read(ref _openUntil) != 0 && Interlocked.Exchange(ref _openUntil, 0) != 0;
    }

    /// <returns>Whether it is left alone from now on.</returns>
    public bool Failed()
    {
        if (Interlocked.Increment(ref _failures) < breakAfter) { return false; }
        return Interlocked.CompareExchange(ref _openUntil, timeProvider.GetTimestamp() + _break, 0) == 0;
    }
}
