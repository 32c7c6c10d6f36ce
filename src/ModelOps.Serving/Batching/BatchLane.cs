using Microsoft.Extensions.Logging;
using ModelOps.Serving.Diagnostics;

namespace ModelOps.Serving.Batching;

/// <summary>Runs batches, one at a time, with the memory for one.</summary>
/// <remarks>Short runs are done by the pool, behind the callers of the last run, so that those have called again and no thread has to be woken.
/// Long ones, which would hold up what else the pool has to do, get a thread of their own; it ends after a while without work.</remarks>
internal sealed partial class BatchLane : IThreadPoolWorkItem
{
    private const double ShortRun = 200 * TimeSpan.TicksPerMicrosecond;
    private static readonly TimeSpan s_idleTime = TimeSpan.FromSeconds(10);
    private readonly Batcher _batcher;
    private readonly ModelGeneration _generation;
    private readonly TimeProvider _timeProvider;
    private readonly BatchingMetrics _metrics;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _signal = new(0);
    private readonly InferenceRequest _request;
    private readonly InferenceResponse _response = new();
    private CancellationTokenSource _abandoned = new();
    private bool _isWatched;
    private bool _isStarted;
    private volatile bool _isClosed;
    private (ShapeBucket Bucket, int Rows, long Ticks)? _lesson;

    public BatchLane(Batcher batcher, ModelGeneration generation, TimeProvider timeProvider, BatchingMetrics metrics, ILogger logger)
    {
        (_batcher, _generation, _timeProvider, _metrics, _logger) = (batcher, generation, timeProvider, metrics, logger);
        _request = new InferenceRequest(ModelReference.ToModel(generation.Model));
    }

    /// <summary>Its place in the clock of lanes.</summary>
    public int Index { get; set; }

    /// <summary>Whether it was woken for work, rather than to end.</summary>
    public bool IsWoken { get; set; }

    /// <summary>Whether it has looked for work since it was woken.</summary>
    public bool HasTaken { get; set; }

    /// <summary>Keeps the session while a run may outlive its callers.</summary>
    public ModelLease Lease { get; set; }

    /// <summary>All rows it has now, each with a reference to its call. What follows is guarded by the lock of the batcher.</summary>
    public List<BatchSlice> Taken { get; } = [];

    /// <summary>The rows under way: all of them, or a part when a run failed.</summary>
    public List<BatchSlice> Run { get; } = [];

    /// <summary>Calls to be told; empty between two steps.</summary>
    public List<BatchCall> Ended { get; } = [];

    /// <summary>Wakes it for a run that takes as long as this.</summary>
    public void Signal(double expectedTicks)
    {
        if (expectedTicks is > 0 and < ShortRun)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
            return;
        }

        _signal.Release();
        if (_isStarted) { return; }
        _isStarted = true;
        new Thread(Work) { IsBackground = true, Name = $"ModelOps {_generation.Model}" }.UnsafeStart();
    }

    /// <summary>Ends it, unless it is at work: then it ends itself.</summary>
    public void Close()
    {
        if (!_batcher.TryRetire(this)) { return; }
        if (!_isStarted)
        {
            End();
            return;
        }

        _isClosed = true;
        _signal.Release(); // its thread does the rest
    }

    /// <summary>One run.</summary>
    public void Execute()
    {
        if (_batcher.TryTake(this))
        {
            Signal(RunTaken().Ticks);
        }
        else if (_batcher.IsDisposed)
        {
            Close();
        }
    }

    /// <summary>Takes over what the last run cost.</summary>
    public void Learn()
    {
        if (_lesson is var (bucket, rows, ticks) && ticks > 0) { bucket.Cost.Observe(rows, ticks); }
        _lesson = null;
    }

    /// <summary>Whether a call of the run may end before it: else all are simply held until it is over.</summary>
    public bool CanBeLeft { get; private set; }

    public int HoldLive(int start, int count)
    {
        _isWatched = false;
        CanBeLeft = false;
        Run.Clear();
        int rows = 0;
        for (int i = start; i < start + count; i++)
        {
            BatchSlice slice = Taken[i];
            if (slice.Call.HasEnded) { continue; }
            slice.Call.Holders++;
            CanBeLeft |= slice.Call.CanLeave;
            Run.Add(slice with { At = rows });
            rows += slice.Rows;
        }

        return rows;
    }

    public void HoldAgain()
    {
        _isWatched = false;
        Run.RemoveAll(static slice => slice.Call.HasEnded);
        foreach (BatchSlice slice in Run) { slice.Call.Holders++; }
    }

    /// <summary>From now on the run ends when all its callers have gone.</summary>
    public void Watch()
    {
        if (_abandoned.IsCancellationRequested)
        {
            _abandoned.Dispose();
            _abandoned = new CancellationTokenSource();
        }

        _isWatched = true;
    }

    public void CancelIfAbandoned()
    {
        if (_isWatched && Run.TrueForAll(static slice => slice.Call.HasEnded)) { _abandoned.Cancel(); }
    }

    /// <summary>Collects the calls whose deadline has passed.</summary>
    /// <returns>The next deadline, or now for a call that cannot end just now.</returns>
    public long CollectLate(long now, List<BatchCall> late)
    {
        long next = long.MaxValue;
        foreach (BatchSlice slice in Taken)
        {
            BatchCall call = slice.Call;
            if (call.HasEnded) { continue; }
            if (call.DeadlineAt > now || call.Holders > 0) { next = Math.Min(next, Math.Max(call.DeadlineAt, now)); } else { late.Add(call); }
        }

        return next;
    }

    public void LetGoOfAll()
    {
        foreach (BatchSlice slice in Taken) { slice.Call.Unpin(); }
        Taken.Clear();
        Run.Clear();
    }

    private void Work()
    {
        while (true)
        {
            if (!_signal.Wait(s_idleTime))
            {
                if (_batcher.TryRetire(this)) { break; }
                continue;
            }

            if (_isClosed) { break; }
            while (IsWoken && _batcher.TryTake(this)) { RunTaken(); }
            if (_batcher.IsDisposed && _batcher.TryRetire(this)) { break; }
        }

        End();
    }

    private void End()
    {
        _request.Dispose();
        _response.Dispose();
        _abandoned.Dispose();
        _signal.Dispose();
    }
}
