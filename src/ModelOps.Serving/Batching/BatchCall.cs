using System.Diagnostics;
using System.Threading.Tasks.Sources;

namespace ModelOps.Serving.Batching;

/// <summary>A call that waits for its run. Pooled: it goes back when its caller has the answer and no run refers to it.</summary>
/// <remarks>But for the task source, all is guarded by the lock of the batcher.</remarks>
internal sealed class BatchCall : IValueTaskSource
{
    private readonly BatchCallPool _pool;
    private ManualResetValueTaskSourceCore<bool> _source = new() { RunContinuationsAsynchronously = true }; // a caller's code must not hold a lane up
    private CancellationTokenRegistration _registration;
    private ModelLease _lease;
    private int _references;
    private bool _isTainted;

    public BatchCall(BatchCallPool pool) => _pool = pool;

    public InferenceRequest Request { get; private set; } = null!;

    public InferenceResponse Response { get; private set; } = null!;

    public CancellationToken CancellationToken { get; private set; }

    public ShapeBucket Bucket { get; set; } = null!;

    public TenantShare Tenant { get; set; } = null!;

    /// <summary>0 is the most urgent.</summary>
    public int Level { get; set; }

    public int Rows { get; private set; }

    /// <summary>First row that no run has taken.</summary>
    public int NextRow { get; set; }

    /// <summary>Rows without an answer.</summary>
    public int RowsLeft { get; set; }

    public long ArrivedAt { get; private set; }

    public long DeadlineAt { get; private set; }

    /// <summary>Time after its arrival when it was expected to be answered; 0 where nothing was predicted.</summary>
    public long Predicted { get; set; }

    /// <summary>Span of the caller; default when nobody listens.</summary>
    public ActivityContext Span { get; private set; }

    /// <summary>Neighbours in the list it waits in.</summary>
    public BatchCall? Next { get; set; }

    public BatchCall? Previous { get; set; }

    public bool IsQueued { get; set; }

    /// <summary>Lanes that read its request or write its response now: it cannot end before they let go.</summary>
    public int Holders { get; set; }

    /// <summary>Set while it cannot end yet.</summary>
    public LeaveReason Leaving { get; set; }

    public bool IsSubmitted { get; set; }

    public bool HasEnded { get; set; }

    /// <summary>Parts of the answer; null when one run gives all of it.</summary>
    public SplitAnswer? Split { get; set; }

    public short Version => _source.Version;

    public void Start(
        InferenceRequest request, InferenceResponse response, int rows, long arrivedAt, long deadlineAt, ActivityContext span, ModelLease lease, CancellationToken cancellationToken)
    {
        (Request, Response, Rows, RowsLeft) = (request, response, rows, rows);
        (ArrivedAt, DeadlineAt, Span, _lease, CancellationToken) = (arrivedAt, deadlineAt, span, lease, cancellationToken);
        _references = 2; // the caller's and the queue's
    }

    /// <summary>Hears of cancellation, at once where it has happened.</summary>
    public void Register(Action<object?> cancelled) =>
        _registration = CancellationToken.CanBeCanceled ? CancellationToken.UnsafeRegister(cancelled, this) : default;

    public void AddReference() => Interlocked.Increment(ref _references);

    public void ReleaseReference()
    {
        if (Interlocked.Decrement(ref _references) > 0) { return; }
        if (_isTainted)
        {
            _pool.Drop();
            return;
        }

        Clear();
        _pool.Return(this);
    }

    /// <summary>Wakes the caller. Whoever set <see cref="HasEnded"/> calls this, once.</summary>
    public void Complete(Exception? error)
    {
        // Where the callback of a cancellation runs right now it may come late, so the object must not become another call.
        _isTainted = CancellationToken.CanBeCanceled && !_registration.Unregister();
        Split?.Dispose();
        _lease.Dispose();
        if (error is null) { _source.SetResult(true); } else { _source.SetException(error); }
    }

    public void GetResult(short token)
    {
        try
        {
            _source.GetResult(token);
        }
        finally
        {
            ReleaseReference();
        }
    }

    public ValueTaskSourceStatus GetStatus(short token) => _source.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);

    private void Clear()
    {
        _source.Reset();
        (Request, Response, Bucket, Tenant, Split) = (null!, null!, null!, null!, null);
        (Next, Previous, CancellationToken, _registration, Span) = (null, null, default, default, default);
        (Predicted, NextRow, Holders, IsQueued, IsSubmitted, HasEnded, Leaving) = (0, 0, 0, false, false, false, LeaveReason.None);
    }
}
