namespace ModelOps.Registry.Mlflow.Wire;

/// <summary>A caller's cancellation, and a time of our own after which we give up.</summary>
internal sealed class Deadline : IDisposable
{
    private readonly CancellationToken _caller;
    private readonly CancellationTokenSource _timer;
    private readonly CancellationTokenSource _both;

    public Deadline(TimeSpan time, TimeProvider timeProvider, CancellationToken caller)
    {
        Time = time;
        _caller = caller;
        _timer = new CancellationTokenSource(time, timeProvider);
        _both = CancellationTokenSource.CreateLinkedTokenSource(caller, _timer.Token);
    }

    public TimeSpan Time { get; }

    public CancellationToken Token => _both.Token;

    public bool HasPassed => _timer.IsCancellationRequested && !_caller.IsCancellationRequested;

    /// <summary>Begins the time anew.</summary>
    public void Extend() => _timer.CancelAfter(Time);

    public void Dispose()
    {
        _both.Dispose();
        _timer.Dispose();
    }
}
