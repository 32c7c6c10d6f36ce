using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using ModelOps.Serving.Diagnostics;

namespace ModelOps.Serving.Batching;

/// <summary>Lets calls of one generation share runs: batches form while the lanes are busy, and a call that finds all of them idle runs at once on its caller's thread.</summary>
/// <remarks>Thread-safe. One lock guards what waits and who runs; it is never held while a model runs or rows are copied.</remarks>
internal sealed partial class Batcher : IDisposable
{
    private const int FewRuns = 10;
    private readonly ModelGeneration _generation;
    private readonly TimeProvider _timeProvider;
    private readonly BatchingMetrics _metrics;
    private readonly ILogger _logger;
    private readonly Func<bool> _isPressed;
    private readonly HoldPolicy _hold;
    private readonly AdmissionControl _admission;
    private readonly BatchCallPool _pool = new();
    private readonly CallWakers _wakers;
    private readonly Action<object?> _cancelled;
    private readonly long _origin;
    private readonly Lock _lock = new(); // guards what follows
    private readonly FairQueue _queue;
    private readonly ShapeBuckets _buckets;
    private readonly Stack<BatchLane> _idle = new();
    private readonly List<BatchLane> _lanes = [];
    private readonly LaneClock _running;
    private readonly PredictionBias _bias = new();
    private int _open; // calls submitted that have not ended; while there are any,
    private ModelLease _lease; // the session is kept
    private volatile bool _isDisposed;
    private volatile bool _isUnbatchable;

    public Batcher(
        ModelGeneration generation, BatchPlan plan, BatchingMetrics metrics, TimeProvider timeProvider, ILogger logger, Func<bool> isPressed)
    {
        (_generation, _metrics, _timeProvider, _logger, _isPressed) = (generation, metrics, timeProvider, logger, isPressed);
        Settings = plan.Settings;
        _wakers = new CallWakers(timeProvider);
        _hold = new HoldPolicy(Settings);
        _admission = new AdmissionControl(Settings);
        _queue = new FairQueue(Settings);
        _buckets = new ShapeBuckets(plan.Evidence?.Cost ?? new RunCost());
        _running = new LaneClock(Settings.Lanes);
        _origin = timeProvider.GetTimestamp();
        _cancelled = state => Leave((BatchCall)state!, LeaveReason.Cancelled);
        _timer = timeProvider.CreateTimer(static state => ((Batcher)state!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public BatchingSettings Settings { get; }

    public bool IsDisposed => _isDisposed;

    /// <summary>Rows that wait.</summary>
    public int QueuedRows
    {
        get { lock (_lock) { return _queue.Rows; } }
    }

    /// <summary>Calls that are not back in the pool.</summary>
    public int CallsOut => _pool.Out;

    /// <summary>Threads it has now.</summary>
    public int LaneCount
    {
        get { lock (_lock) { return _lanes.Count; } }
    }

    /// <summary>Answers a call. The caller holds a lease until this returns.</summary>
    public ValueTask RunAsync(InferenceRequest request, InferenceResponse response, CancellationToken cancellationToken)
    {
        int rows = _isUnbatchable || (request.Parameters.Count > 0 && !Settings.IgnoreParameters) ? 0 : ShapeBucket.RowsOf(request);
        if (rows == 0)
        {
            _generation.RunAlone(request, response, cancellationToken);
            return ValueTask.CompletedTask;
        }

        if (rows > Settings.MaxRows || Settings.Holds || _running.Busy > 0 || _isPressed() || !TryStartInline(request, rows, out ShapeBucket? bucket, out int lane)) { return Enqueue(request, response, rows, cancellationToken); }
        RunInline(request, response, bucket, lane, cancellationToken);
        return ValueTask.CompletedTask;
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            foreach (BatchLane lane in (BatchLane[])[.. _idle]) { lane.Close(); }
        }

        _timer.Dispose();
    }

    internal long Now() => _timeProvider.GetElapsedTime(_origin).Ticks;

    private string? ClassOf(InferenceRequest request) => Settings.SeparateTenants ? request.Context.Tenant : null;

    private bool TryStartInline(InferenceRequest request, int rows, [NotNullWhen(true)] out ShapeBucket? bucket, out int lane)
    {
        lock (_lock)
        {
            (bucket, lane) = (null, -1);
            if (_queue.Rows > 0 || _running.Busy > 0) { return false; }
            bucket = _buckets.Get(request, ClassOf(request));
            lane = _running.Start(Now() + (long)bucket.Cost.Of(rows));
            return true;
        }
    }

    private void RunInline(InferenceRequest request, InferenceResponse response, ShapeBucket bucket, int lane, CancellationToken cancellationToken)
    {
        TimeSpan elapsed = default;
        try
        {
            elapsed = _generation.RunAlone(request, response, cancellationToken);
        }
        finally
        {
            lock (_lock)
            {
                _running.End(lane);
                LearnHandover(0); // its caller has the answer already; else a bad time that refuses all others would never pass
                if (elapsed > TimeSpan.Zero) { bucket.Cost.Observe(ShapeBucket.RowsOf(request), elapsed.Ticks); }
                Dispatch(Now());
            }
        }
    }

    private ValueTask Enqueue(InferenceRequest request, InferenceResponse response, int rows, CancellationToken cancellationToken)
    {
        BatchCall call = _pool.Rent();
        long now = Now();
        long deadline = request.Context.Deadline is { } at ? now + (at - _timeProvider.GetUtcNow()).Ticks : long.MaxValue;
        ActivityContext span = ServingActivity.Source.HasListeners() && Activity.Current is { } current ? current.Context : default;
        call.Start(_pool, request, response, rows, now, deadline, span, cancellationToken);
        ValueTask answer = new(call, call.Version);
        call.Register(_cancelled);
        Exception? refusal = null;
        lock (_lock)
        {
            refusal = call.Leaving == LeaveReason.Cancelled ? ErrorOf(LeaveReason.Cancelled, cancellationToken) : Admit(call, now);
            call.HasEnded = refusal is not null;
            if (refusal is null)
            {
                if (deadline < long.MaxValue) { Arm(deadline); }
                Dispatch(now);
            }
        }

        return refusal is null ? answer : Refuse(call, refusal, now);
    }

    // A task that has failed already: who looks before awaiting is spared the throw, so a flood of refusals stays cheap.
    private ValueTask Refuse(BatchCall call, Exception refusal, long now)
    {
        _generation.Statistics.Failed(TimeSpan.FromTicks(Now() - now));
        call.Drop();
        return refusal is OperationCanceledException canceled ? ValueTask.FromCanceled(canceled.CancellationToken) : ValueTask.FromException(refusal);
    }

    private ServerOverloadedException? Admit(BatchCall call, long now)
    {
        int priority = call.Request.Context.Priority;
        call.Level = Math.Clamp(priority > 0 ? priority : Settings.DefaultPriority, 1, Settings.PriorityLevels) - 1;
        call.Tenant = _queue.GetTenant(call.Request.Context.Tenant);
        call.Bucket = _buckets.Get(call.Request, ClassOf(call.Request));
        call.Bucket.Arrived(call.Rows, now);
        if (call.DeadlineAt == long.MaxValue && _queue.Rows <= Settings.MaxRows && call.Bucket.Cost.Of(Settings.MaxRows) * FewRuns < Settings.MaxBacklog.Ticks)
        {
            Submit(call); // the next run takes it: nothing to predict
            return null;
        }

        (long wait, long finish) = _admission.Predict(_queue, _buckets, call.Bucket, call.Tenant, call.Level, call.Rows, _running.LeftAt(now));
        call.Predicted = finish;
        finish = (long)((finish * _bias.Factor) + _handover);
        long excess = Math.Max(wait - Settings.MaxBacklog.Ticks, call.DeadlineAt == long.MaxValue ? long.MinValue : now + finish - call.DeadlineAt);
        if (excess > 0)
        {
            bool isLate = wait <= Settings.MaxBacklog.Ticks;
            _metrics.Rejected(_generation.Model, isLate ? BatchingMetrics.Deadline : BatchingMetrics.Backlog);
            LogOverload(now);
            return new ServerOverloadedException(
                _generation.Model,
                isLate
                    ? $"it would be answered in {TimeSpan.FromTicks(finish).TotalMilliseconds:0.#} ms, after its deadline"
                    : $"the work before it takes {TimeSpan.FromTicks(wait).TotalMilliseconds:0.#} ms, more than {Settings.MaxBacklog.TotalMilliseconds:0.#} ms",
                TimeSpan.FromTicks(excess));
        }

        Submit(call);
        return null;
    }

    private void Submit(BatchCall call)
    {
        call.IsSubmitted = true;
        if (_open++ == 0) { _lease = _generation.Retain(); }
        if (call.Rows > Settings.MaxRows)
        {
            call.Split = new SplitAnswer();
            _metrics.Split(_generation.Model);
        }

        _queue.Add(call);
    }

    private Exception ErrorOf(LeaveReason reason, CancellationToken cancellationToken, string where = "while it waited") => reason == LeaveReason.Expired
        ? new DeadlineExceededException(_generation.Model, where)
        : new OperationCanceledException(cancellationToken);
}
