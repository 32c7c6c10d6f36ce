namespace ModelOps.Serving;

/// <summary>One loaded version: its session, and the count of calls that use it.</summary>
/// <remarks>Calls take leases. A retired generation gives no more of them; its session is disposed after the last one and never before,
/// because disposing a native session in use ends the process.</remarks>
internal sealed class ModelGeneration(ModelPackage package, IModelRuntime runtime, IModelSession session, TimeProvider timeProvider)
{
    private const long Retired = 1L << 62;
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _leases; // plus Retired once it is
    private long _lastUsed = timeProvider.GetTimestamp();

    public ModelPackage Package { get; } = package;

    public IModelRuntime Runtime { get; } = runtime;

    public IModelSession Session { get; } = session;

    public ModelStatisticsRecorder Statistics { get; } = new(timeProvider);

    /// <summary>Memory it takes, as far as the host can tell.</summary>
    public long Bytes { get; set; }

    /// <summary>Whether it may be unloaded while idle, so that its last use counts.</summary>
    public bool IsEvictable { get; init; }

    /// <summary>Timestamp of the last lease; of the load when it is not evictable.</summary>
    public long LastUsed => Volatile.Read(ref _lastUsed);

    public bool IsRetired => Interlocked.Read(ref _leases) >= Retired;

    public bool IsIdle => Interlocked.Read(ref _leases) == 0;

    public string Model => Package.Model;

    public string Version => Package.Version;

    /// <summary>Answers a call that fits the signature. The caller holds a lease until the task has ended.</summary>
    public ValueTask RunAsync(InferenceRequest request, InferenceResponse response, CancellationToken cancellationToken)
    {
        long start = timeProvider.GetTimestamp();
        try
        {
            Session.Run(request, response, cancellationToken);
        }
        catch
        {
            Statistics.Failed(timeProvider.GetElapsedTime(start));
            throw;
        }

        TimeSpan elapsed = timeProvider.GetElapsedTime(start);
        Statistics.Executed(RowsOf(request), TimeSpan.Zero, elapsed, TimeSpan.Zero);
        Statistics.Succeeded(elapsed);
        return ValueTask.CompletedTask;
    }

    public bool TryLease()
    {
        if (Interlocked.Increment(ref _leases) < Retired)
        {
            if (IsEvictable) { Volatile.Write(ref _lastUsed, timeProvider.GetTimestamp()); }
            return true;
        }

        Release();
        return false;
    }

    /// <summary>Gives no more leases if none is out: whoever gets true disposes the session.</summary>
    public bool TryRetireIdle() => Interlocked.CompareExchange(ref _leases, Retired, 0) == 0;

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

    private static int RowsOf(InferenceRequest request) =>
        request.Inputs.Count > 0 && request.Inputs[0].Shape is [long rows, ..] ? (int)Math.Min(rows, int.MaxValue) : 1;
}
