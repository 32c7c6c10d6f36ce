namespace ModelOps.Serving;

/// <summary>One loaded version: its session, and the count of calls that use it.</summary>
/// <remarks>Calls take leases. A retired generation gives no more of them; its session is disposed after the last one and never before,
/// because disposing a native session in use ends the process.</remarks>
internal sealed class ModelGeneration(ModelPackage package, IModelRuntime runtime, IModelSession session, TimeProvider timeProvider)
{
    private const long Retired = 1L << 62;
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _leases; // plus Retired once it is

    public ModelPackage Package { get; } = package;

    public IModelRuntime Runtime { get; } = runtime;

    public IModelSession Session { get; } = session;

    public ModelStatisticsRecorder Statistics { get; } = new(timeProvider);

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

    private static int RowsOf(InferenceRequest request) =>
        request.Inputs.Count > 0 && request.Inputs[0].Shape is [long rows, ..] ? (int)Math.Min(rows, int.MaxValue) : 1;
}
