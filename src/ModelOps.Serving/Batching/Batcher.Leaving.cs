using System.Runtime.InteropServices;
using ModelOps.Serving.Diagnostics;

namespace ModelOps.Serving.Batching;

// Calls that end before their answer: cancelled, or past their deadline. One timer serves all, set only when a time before its own comes up.
internal sealed partial class Batcher
{
    private static readonly long s_shortestTimer = TimeSpan.FromMilliseconds(1).Ticks;
    private static readonly TimeSpan s_overloadLogInterval = TimeSpan.FromSeconds(10);
    private readonly ITimer _timer;
    private readonly List<BatchCall> _late = [];
    private long _timerAt = long.MaxValue;
    private long _overloadLoggedAt = long.MinValue;

    private void Leave(BatchCall call, LeaveReason reason)
    {
        lock (_lock)
        {
            if (call.HasEnded) { return; }
            if (!call.IsSubmitted || call.Holders > 0)
            {
                call.Leaving = reason;
                return;
            }

            Detach(call);
        }

        EndEarly(call, reason);
    }

    /// <summary>Ends a call, under the lock. A queued call is not queued any more; a run without other calls is ended.</summary>
    private void Detach(BatchCall call)
    {
        Close(call);
        if (call.IsQueued) { _queue.Remove(call); }
        if (call.NextRow == 0) { return; }
        foreach (BatchLane lane in CollectionsMarshal.AsSpan(_lanes)) { lane.CancelIfAbandoned(); }
    }

    /// <summary>The call has ended but for telling its caller.</summary>
    private void Close(BatchCall call)
    {
        call.HasEnded = true;
        if (--_open == 0) { _lease.Dispose(); }
    }

    private void EndEarly(BatchCall call, LeaveReason reason)
    {
        if (reason == LeaveReason.Expired) { _metrics.Expired(_generation.Model); }
        _generation.Statistics.Failed(TimeSpan.FromTicks(Now() - call.ArrivedAt));
        call.Fail(ErrorOf(reason, call.CancellationToken, call.NextRow > 0 ? "while it ran" : "while it waited"));
        ThreadPool.UnsafeQueueUserWorkItem(call, preferLocal: false); // not here, where someone cancels or other calls wait
    }

    private void Arm(long at)
    {
        if (at >= _timerAt || _isDisposed) { return; }
        _timerAt = at;
        _timer.Change(TimeSpan.FromTicks(Math.Clamp(at - Now(), s_shortestTimer, TimeSpan.TicksPerDay)), Timeout.InfiniteTimeSpan);
    }

    private void OnTimer()
    {
        List<BatchCall>? late = null;
        lock (_lock)
        {
            if (_isDisposed) { return; }
            _timerAt = long.MaxValue;
            long next = CollectLate(Now());
            if (_late.Count > 0)
            {
                late = [.. _late];
                _late.Clear();
            }

            if (next < long.MaxValue) { Arm(next); }
            Dispatch(Now());
        }

        foreach (BatchCall call in late ?? []) { EndEarly(call, LeaveReason.Expired); }
    }

    /// <summary>Detaches the calls whose deadline has passed.</summary>
    /// <returns>The next deadline.</returns>
    private long CollectLate(long now)
    {
        long next = long.MaxValue;
        for (int i = _queue.Waiting.Count - 1; i >= 0; i--)
        {
            foreach (CallQueue queue in _queue.Waiting[i].Queues)
            {
                foreach (CallList level in queue.Levels)
                {
                    for (BatchCall? call = level.First; call is not null; call = call.Next)
                    {
                        if (call.DeadlineAt > now || call.Holders > 0) { next = Math.Min(next, Math.Max(call.DeadlineAt, now)); } else { _late.Add(call); }
                    }
                }
            }
        }

        foreach (BatchLane lane in _lanes) { next = Math.Min(next, lane.CollectLate(now, _late)); }
        for (int i = _late.Count - 1; i >= 0; i--)
        {
            if (_late[i].HasEnded)
            {
                _late.RemoveAt(i);
                continue;
            }

            if (_late[i].IsQueued) { _bias.Observe(_late[i].Predicted, now - _late[i].ArrivedAt); } // of one that runs, its run tells
            Detach(_late[i]);
        }

        return next;
    }

    private void LogOverload(long now)
    {
        if (_overloadLoggedAt != long.MinValue && now - _overloadLoggedAt < s_overloadLogInterval.Ticks) { return; }
        _overloadLoggedAt = now;
        _logger.CallsRefused(_generation.Model, _generation.Version, _queue.Rows);
    }
}
