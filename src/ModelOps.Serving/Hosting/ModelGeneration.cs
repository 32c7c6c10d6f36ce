namespace ModelOps.Serving;

/// <summary>One loaded version: its session, and the count of calls that use it.</summary>
/// <remarks>Calls take leases. A retired generation gives no more of them; its session is disposed after the last one and never before,
/// because disposing a native session in use ends the process.</remarks>
internal sealed class ModelGeneration(ModelPackage package, IModelRuntime runtime, IModelSession session)
{
    private const long Retired = 1L << 62;
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _leases; // plus Retired once it is

    public ModelPackage Package { get; } = package;

    public IModelRuntime Runtime { get; } = runtime;

    public IModelSession Session { get; } = session;

    public string Model => Package.Model;

    public string Version => Package.Version;

    public bool TryLease()
    {
        if (Interlocked.Increment(ref _leases) < Retired) { return true; }
        Release();
        return false;
    }

    public void Release()
    {
        if (Interlocked.Decrement(ref _leases) == Retired) { _idle.TrySetResult(); }
    }

    /// <summary>Gives no more leases, waits for those out, asks their calls to end after a while, and disposes the session after the last. Called once.</summary>
    public async Task DrainAsync(TimeSpan timeout, TimeProvider timeProvider, Action timedOut)
    {
        if (Interlocked.Add(ref _leases, Retired) != Retired)
        {
            try
            {
                await _idle.Task.WaitAsync(timeout, timeProvider).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                timedOut();
                Session.Terminate();
                await _idle.Task.ConfigureAwait(false);
            }
        }

        Session.Dispose();
    }
}
