namespace ModelOps.Registry.Transfers;

/// <summary>Ends a transfer that stands still: its token is cancelled when nobody touches it for a while. Slow transfers go on.</summary>
internal sealed class StallClock : IDisposable
{
    private readonly TimeSpan _timeout;
    private readonly CancellationTokenSource _stalled;
    private readonly CancellationTokenSource _either;
    private readonly CancellationToken _caller;

    public StallClock(TimeSpan timeout, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        _timeout = timeout;
        _caller = cancellationToken;
        _stalled = new CancellationTokenSource(timeout, timeProvider);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_stalled.Token, cancellationToken);
    }

    public CancellationToken Token => _either.Token;

    /// <summary>Whether it was the standstill that ended the transfer, not the caller.</summary>
    public bool HasStalled => _stalled.IsCancellationRequested && !_caller.IsCancellationRequested;

    public void Touch() => _stalled.CancelAfter(_timeout);

    public void Dispose()
    {
        _either.Dispose();
        _stalled.Dispose();
    }
}
