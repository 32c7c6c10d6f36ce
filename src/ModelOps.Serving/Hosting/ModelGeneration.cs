using ModelOps.Serving.Batching;

namespace ModelOps.Serving;

/// <summary>One loaded version: its session, and the count of calls that use it.</summary>
/// <remarks>Calls take leases. A retired generation gives no more of them; its session is disposed after the last one and never before,
/// because disposing a native session in use ends the process.</remarks>
internal sealed class ModelGeneration(ModelPackage package, IModelRuntime runtime, IModelSession session, TimeProvider timeProvider)
{
    private const long Retired = 1L << 62;
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _leases; // plus Retired once it is
    private Batcher? _batcher;
    private RunDeadlines? _deadlines;
    private long _lastUsed = timeProvider.GetTimestamp();

    public ModelPackage Package { get; } = package;

    public IModelRuntime Runtime { get; } = runtime;

    public IModelSession Session { get; } = session;

    public ModelStatisticsRecorder Statistics { get; } = new(timeProvider);

    /// <summary>Memory it takes, as far as the host can tell.</summary>
    public long Bytes { get; set; }

    /// <summary>How it was loaded.</summary>
    public ModelLoadFacts Facts { get; set; }

    /// <summary>Whether it may be unloaded while idle, so that its last use counts.</summary>
    public bool IsEvictable { get; init; }

    /// <summary>Timestamp of the last lease; of the load when it is not evictable.</summary>
    public long LastUsed => Volatile.Read(ref _lastUsed);

    public bool IsRetired => Interlocked.Read(ref _leases) >= Retired;

    public bool IsIdle => Interlocked.Read(ref _leases) == 0;

    public string Model => Package.Model;

    public string Version => Package.Version;

    /// <summary>Facts about the session and how its calls are batched.</summary>
    public IReadOnlyDictionary<string, string> Properties { get; private set; } = session.Properties;

    /// <summary>Lets calls share runs, or says why they do not. Once, before the first call.</summary>
    public void Batch(BatchPlan plan, Batcher? batcher)
    {
        _batcher = batcher;
        Dictionary<string, string> properties = new(Session.Properties);
        foreach ((string key, string value) in plan.Describe()) { properties[key] = value; }
        Properties = properties;
    }

    /// <summary>Answers a call that fits the signature. The caller holds a lease until this returns; a call that goes on has its own.</summary>
    public ValueTask RunAsync(InferenceRequest request, InferenceResponse response, CancellationToken cancellationToken)
    {
        if (_batcher is { } batcher) { return batcher.RunAsync(request, response, cancellationToken); }
        RunAlone(request, response, cancellationToken);
        return ValueTask.CompletedTask;
    }

    /// <summary>Answers a call in a run of its own on this thread, which ends with the caller's patience or at the deadline.</summary>
    /// <returns>Time it took.</returns>
    public TimeSpan RunAlone(InferenceRequest request, InferenceResponse response, CancellationToken cancellationToken)
    {
        long start = timeProvider.GetTimestamp();
        try
        {
            if (request.Context.Deadline is { } deadline)
            {
                RunUntil(deadline, request, response, cancellationToken);
            }
            else
            {
                Session.Run(request, response, cancellationToken);
            }
        }
        catch
        {
            Statistics.Failed(timeProvider.GetElapsedTime(start));
            throw;
        }

        TimeSpan elapsed = timeProvider.GetElapsedTime(start);
        Statistics.Executed(RowsOf(request), TimeSpan.Zero, elapsed, TimeSpan.Zero);
        Statistics.Succeeded(elapsed);
        return elapsed;
    }

    /// <summary>A further lease for who holds one.</summary>
    public ModelLease Retain()
    {
        Interlocked.Increment(ref _leases);
        return new ModelLease(this);
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

    /// <summary>Gives no more leases if none is out: whoever gets true unloads it.</summary>
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

        Unload();
    }

    /// <summary>Disposes the session and what was made for it. Only when no lease is out and none can be had.</summary>
    public void Unload()
    {
        _batcher?.Dispose();
        _deadlines?.Dispose();
        Session.Dispose();
    }

    private void RunUntil(DateTimeOffset deadline, InferenceRequest request, InferenceResponse response, CancellationToken cancellationToken)
    {
        RunDeadlines deadlines = LazyInitializer.EnsureInitialized(ref _deadlines, () => new RunDeadlines(timeProvider));
        WatchedRun run = deadlines.Begin(deadline, cancellationToken);
        try
        {
            Session.Run(request, response, run.Token);
        }
        catch (OperationCanceledException e) when (run.IsCancelled)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new DeadlineExceededException(Model, "while it ran", e);
        }
        finally
        {
            deadlines.End(run);
        }
    }

    private static int RowsOf(InferenceRequest request) =>
        request.Inputs.Count > 0 && request.Inputs[0].Shape is [long rows, ..] ? (int)Math.Min(rows, int.MaxValue) : 1;
}
