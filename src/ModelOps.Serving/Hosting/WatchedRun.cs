namespace ModelOps.Serving;

/// <summary>A run that ends with its caller's patience or at its deadline. Reused until it was ended once.</summary>
internal sealed class WatchedRun : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private CancellationTokenRegistration _registration;

    public CancellationToken Token => _source.Token;

    public DateTimeOffset Deadline { get; set; }

    /// <summary>Whether its deadline passed.</summary>
    public bool HasExpired { get; private set; }

    public bool IsCancelled => _source.IsCancellationRequested;

    public void Follow(CancellationToken cancellationToken) =>
        _registration = cancellationToken.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _source);

    /// <summary>Waits for a cancellation under way, so that none reaches the next run.</summary>
    public void Unfollow() => _registration.Dispose();

    public void Expire()
    {
        HasExpired = true;
        _source.Cancel();
    }

    public void Dispose() => _source.Dispose();
}
