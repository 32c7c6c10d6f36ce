using Microsoft.Extensions.Options;

namespace ModelOps.Drift.Monitoring;

/// <summary>How many rows may be profiled now, in all: a bucket of tokens that holds ten seconds' worth. Once it is empty, calls are not looked at until it is filled
/// again, so that a flood of rows costs no more than a stream of them.</summary>
internal sealed class RowBudget(IOptions<DriftMonitoringOptions> options, TimeProvider time)
{
    private const int SecondsHeld = 10;
    private readonly bool _isLimited = options.Value.MaxRowsPerSecond is not null;
    private readonly long _perSecond = options.Value.MaxRowsPerSecond ?? long.MaxValue / SecondsHeld;
    private long _left = (options.Value.MaxRowsPerSecond ?? long.MaxValue / SecondsHeld) * SecondsHeld;
    private long _filled = time.GetTimestamp();
    private long _pauses;
    private volatile bool _isOpen = true;

    /// <summary>Whether there is something left.</summary>
    internal bool IsOpen => _isOpen;

    /// <summary>Times that it ran out.</summary>
    internal long Pauses => Interlocked.Read(ref _pauses);

    internal void Spend(int rows)
    {
        // Without a limit cores share no counter.
        if (!_isLimited || Interlocked.Add(ref _left, -rows) > 0 || !_isOpen) { return; }
        _isOpen = false;
        Interlocked.Increment(ref _pauses);
    }

    /// <summary>Fills what has come in since the last time; called by one thread.</summary>
    internal void Fill()
    {
        long now = time.GetTimestamp();
        double seconds = Math.Min(SecondsHeld, time.GetElapsedTime(_filled, now).TotalSeconds);
        _filled = now;
        long room = (_perSecond * SecondsHeld) - Interlocked.Read(ref _left);
        long left = Interlocked.Add(ref _left, Math.Min(room, (long)(seconds * _perSecond)));
        if (left > 0) { _isOpen = true; }
    }
}
