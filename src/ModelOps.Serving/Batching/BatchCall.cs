using System.Diagnostics;
using System.Threading.Tasks.Sources;

namespace ModelOps.Serving.Batching;

/// <summary>A call that waits for its run. Pooled: it goes back when its caller has the answer and no run refers to it.</summary>
/// <remarks>But for the task source, all is guarded by the lock of the batcher.</remarks>
internal sealed class BatchCall : IValueTaskSource, IThreadPoolWorkItem
{
    private ManualResetValueTaskSourceCore<bool> _source; // a caller's code runs where Complete is called
    private CancellationTokenRegistration _registration;
    private BatchCallPool _pool = null!;
    private int _references;
    private Exception? _error;
    private bool _isTainted;

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

    /// <summary>The queue and slices of lanes that refer to it. The last to go gives up their common reference.</summary>
    public int Pins { get; set; }

    /// <summary>Lanes that read its request or write its response now: it cannot end before they let go.</summary>
    public int Holders { get; set; }

    /// <summary>Whether it may end before its answer.</summary>
    public bool CanLeave => DeadlineAt < long.MaxValue || CancellationToken.CanBeCanceled;

    /// <summary>Set while it cannot end yet.</summary>
    public LeaveReason Leaving { get; set; }

    public bool IsSubmitted { get; set; }

    public bool HasEnded { get; set; }

    /// <summary>Parts of the answer; null when one run gives all of it.</summary>
    public SplitAnswer? Split { get; set; }

    public short Version => _source.Version;

    public void Start(
        BatchCallPool pool, InferenceRequest request, InferenceResponse response, int rows, long arrivedAt, long deadlineAt, ActivityContext span, CancellationToken cancellationToken)
    {
        (_pool, Request, Response, Rows, RowsLeft) = (pool, request, response, rows, rows);
        (ArrivedAt, DeadlineAt, Span, CancellationToken) = (arrivedAt, deadlineAt, span, cancellationToken);
        (_references, Pins) = (2, 1); // the caller's and that of the queue and the lanes
    }

    /// <summary>Hears of cancellation, at once where it has happened.</summary>
    public void Register(Action<object?> cancelled) =>
        _registration = CancellationToken.CanBeCanceled ? CancellationToken.UnsafeRegister(cancelled, this) : default;

    /// <summary>The queue or a slice lets go of it.</summary>
    public void Unpin()
    {
        if (--Pins == 0) { ReleaseReference(); }
    }

    /// <summary>Notes how it ended, before <see cref="Complete"/>.</summary>
    public void Fail(Exception? error) => _error = error;

    void IThreadPoolWorkItem.Execute() => Complete();

    /// <summary>Gives up a call that nobody awaits and nothing refers to.</summary>
    public void Drop()
    {
        _isTainted = CancellationToken.CanBeCanceled && !_registration.Unregister();
        _references = 1;
        ReleaseReference();
    }

    /// <summary>Gives the caller the answer, on this thread: what the caller does next may run before this returns. Whoever set
    /// <see cref="HasEnded"/> sees to it, once.</summary>
    public void Complete()
    {
        // Where the callback of a cancellation runs right now it may come late, so the object must not become another call.
        _isTainted = CancellationToken.CanBeCanceled && !_registration.Unregister();
        Split?.Dispose();
        if (_error is null) { _source.SetResult(true); } else { _source.SetException(_error); }
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

    private void ReleaseReference()
    {
        if (Interlocked.Decrement(ref _references) > 0) { return; }
        BatchCallPool pool = _pool;
        if (_isTainted)
        {
            pool.Drop();
            return;
        }

        Clear();
        pool.Return(this);
    }

    private void Clear()
    {
        _source.Reset();
        (_pool, Request, Response, Bucket, Tenant, Split, _error) = (null!, null!, null!, null!, null!, null, null);
        (Next, Previous, CancellationToken, _registration, Span) = (null, null, default, default, default);
        (Predicted, NextRow, Holders, IsQueued, IsSubmitted, HasEnded, Leaving) = (0, 0, 0, false, false, false, LeaveReason.None);
    }
}
