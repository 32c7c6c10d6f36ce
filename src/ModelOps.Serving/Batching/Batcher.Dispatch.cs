using ModelOps.Serving.Diagnostics;

namespace ModelOps.Serving.Batching;

// What lanes ask for: rows to run, and that calls neither end while their tensors are in use nor are forgotten.
internal sealed partial class Batcher
{
    private const double HandoverRate = 0.05;
    private static readonly long s_wakeTime = TimeSpan.FromMicroseconds(100).Ticks;
    private static readonly long s_overdue = TimeSpan.FromMilliseconds(2).Ticks;
    private double _handover; // from the end of a run until callers have their answers
    private int _starting; // lanes that were woken and have not taken anything yet

    /// <summary>Takes a longer time over at once and comes down slowly.</summary>
    private void LearnHandover(double took) => _handover = Math.Max(took, _handover + (HandoverRate * (took - _handover)));

    /// <summary>Gives a lane the rows of its next run, held; false where there are none ready and it is to idle.</summary>
    internal bool TryTake(BatchLane lane)
    {
        bool hasWork;
        List<BatchCall>? expired = null;
        lock (_lock)
        {
            if (!lane.HasTaken) { _starting--; }
            lane.HasTaken = true;
            lane.Learn();
            long now = Now();
            if (_wakers.TakeMeasured() is { } took) { LearnHandover(took); }
            if (_queue.Rows > 0 && IsAnyReady(now)) { _queue.Fill(now, _handover, lane.Taken, lane.Ended); }
            if (lane.Ended.Count > 0)
            {
                foreach (BatchCall call in lane.Ended)
                {
                    Close(call);
                    _bias.Observe(call.Predicted, now - call.ArrivedAt);
                }

                expired = [.. lane.Ended];
                lane.Ended.Clear();
            }

            hasWork = lane.Taken.Count > 0;
            if (hasWork)
            {
                lane.Lease = _generation.Retain();
                int rows = lane.HoldLive(0, lane.Taken.Count);
                _running.Restart(lane.Index, now + (long)lane.Taken[0].Call.Bucket.Cost.Of(rows));
            }
            else
            {
                _running.End(lane.Index);
                lane.IsWoken = lane.HasTaken = false;
                if (!_isDisposed) { _idle.Push(lane); }
            }

            Dispatch(now);
        }

        foreach (BatchCall call in expired ?? []) { EndEarly(call, LeaveReason.Expired); }
        return hasWork;
    }

    /// <summary>Forgets a lane that idles; false where it has work, or was forgotten before.</summary>
    internal bool TryRetire(BatchLane lane)
    {
        lock (_lock)
        {
            if (lane.IsWoken || !_lanes.Remove(lane)) { return false; }
            BatchLane[] rest = [.. _idle];
            _idle.Clear();
            for (int i = rest.Length - 1; i >= 0; i--)
            {
                if (!ReferenceEquals(rest[i], lane)) { _idle.Push(rest[i]); }
            }

            return true;
        }
    }

    /// <summary>Holds the calls of a part of what a lane took that have not ended.</summary>
    /// <returns>Their rows.</returns>
    internal int HoldLive(BatchLane lane, int start, int count)
    {
        lock (_lock) { return lane.HoldLive(start, count); }
    }

    /// <summary>Holds the calls of a run that have not ended, to write their answers.</summary>
    internal void HoldAgain(BatchLane lane)
    {
        if (!lane.CanBeLeft) { return; }
        lock (_lock) { lane.HoldAgain(); }
    }

    /// <summary>Gives up all that a lane took.</summary>
    internal void Release(BatchLane lane)
    {
        lock (_lock) { lane.LetGoOfAll(); }
    }

    /// <summary>Lets the calls of a run go once their rows are gathered; those that wanted to leave meanwhile end.</summary>
    internal void LetGo(BatchLane lane)
    {
        if (!lane.CanBeLeft) { return; }
        lock (_lock)
        {
            lane.Watch();
            foreach (BatchSlice slice in lane.Run)
            {
                slice.Call.Holders--;
                if (IsLeaving(slice.Call)) { lane.Ended.Add(slice.Call); }
            }

            foreach (BatchCall call in lane.Ended) { Detach(call); }
        }

        foreach (BatchCall call in lane.Ended) { EndEarly(call, call.Leaving); }
        lane.Ended.Clear();
    }

    /// <summary>Ends the calls of a run that are answered in full, or failed. They are held.</summary>
    /// <param name="lane">Lane that ran them.</param>
    /// <param name="error">Why they failed.</param>
    /// <param name="isAll">Whether they are all that the lane took, so that it lets go of them before they are told: then each is reused by its own caller.</param>
    internal void Finish(BatchLane lane, Exception? error, bool isAll)
    {
        long now = Now();
        lock (_lock)
        {
            foreach (BatchSlice slice in lane.Run)
            {
                BatchCall call = slice.Call;
                call.Holders--;
                call.RowsLeft -= slice.Rows;
                if (call.HasEnded) // by another part of it, or too late
                {
                    if (call.RowsLeft == 0) { _bias.Observe(call.Predicted, now - call.ArrivedAt); }
                    continue;
                }

                if (call.RowsLeft == 0 || error is not null)
                {
                    call.Leaving = LeaveReason.None; // too late to leave
                    Close(call);
                    _bias.Observe(call.Predicted, now - call.ArrivedAt);
                    lane.Ended.Add(call);
                    if (call.IsQueued) { _queue.Remove(call); }
                }
                else if (IsLeaving(call))
                {
                    Detach(call);
                    lane.Ended.Add(call);
                }
            }

            if (isAll) { lane.LetGoOfAll(); }
        }

        Tell(lane.Ended, error, now);
        lane.Ended.Clear();
    }

    private void Tell(List<BatchCall> ended, Exception? error, long now)
    {
        CallWaker? waker = null;
        (int succeeded, long ticks) = (0, 0);
        foreach (BatchCall call in ended)
        {
            if (call.Leaving != LeaveReason.None)
            {
                EndEarly(call, call.Leaving);
                continue;
            }

            Exception? failure = error is null ? Join(call) : error is OperationCanceledException ? new OperationCanceledException(error.Message) : error;
            if (failure is null)
            {
                succeeded++;
                ticks += now - call.ArrivedAt;
            }
            else
            {
                call.Fail(failure);
                _generation.Statistics.Failed(TimeSpan.FromTicks(now - call.ArrivedAt));
            }

            waker ??= _wakers.Rent();
            waker.Add(call);
        }

        if (succeeded > 0) { _generation.Statistics.Succeeded(succeeded, TimeSpan.FromTicks(ticks)); }
        waker?.Start();
    }

    /// <summary>The model was found to have no rows to tell apart: from now on each call runs alone.</summary>
    internal void GiveUp()
    {
        if (_isUnbatchable) { return; }
        _isUnbatchable = true;
        _logger.RowsNotTold(_generation.Model, _generation.Version);
    }

    private static bool IsLeaving(BatchCall call) => call is { Holders: 0, HasEnded: false } && call.Leaving != LeaveReason.None;

    private ModelExecutionException? Join(BatchCall call)
    {
        try
        {
            call.Split?.WriteTo(call.Response, call.Rows);
            return null;
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            return new ModelExecutionException(_generation.Model, $"the answers of the parts of a call of {call.Rows} rows do not fit together. Send fewer rows at once.", e);
        }
    }

    private void Dispatch(long now)
    {
        while (_queue.Rows > (long)_starting * Settings.MaxRows && !_running.IsFull && IsLaneWorthwhile(now) && IsAnyReady(now))
        {
            if (!_idle.TryPop(out BatchLane? lane))
            {
                lane = new BatchLane(this, _generation, _timeProvider, _metrics, _logger);
                _lanes.Add(lane);
            }

            lane.Index = _running.Start(now);
            _starting++;
            lane.IsWoken = true;
            lane.Signal(_buckets.All[0].Cost.Of(Math.Min(_queue.Rows, Settings.MaxRows)));
        }
    }

    /// <summary>Whether one more lane is to be opened beside those that run.</summary>
    /// <remarks>It is where the rows that wait cost as much as the run itself, so that letting more gather would win little; and where the wait for a
    /// lane is longer than it takes to wake a thread. Else the lanes that run take them sooner, and more at once.</remarks>
    private bool IsLaneWorthwhile(long now)
    {
        if (_running.Busy == 0 || _queue.Rows >= Settings.MaxRows) { return true; }
        RunCost cost = _buckets.All[0].Cost;
        long left = _running.FirstEnd - now; // below zero: a run takes longer than was thought, so how long it will is not known
        if (cost.Runs == 0 || _queue.Rows * cost.PerRow >= cost.Fixed || left > s_wakeTime || left < -s_wakeTime) { return true; }
        Arm(now + s_overdue);
        return false;
    }

    /// <summary>Whether a bucket may run now; else the timer is set for the first that may.</summary>
    private bool IsAnyReady(long now)
    {
        if (!Settings.Holds) { return true; }
        long first = long.MaxValue;
        foreach (ShapeBucket bucket in _buckets.All)
        {
            if (bucket.Rows == 0) { continue; }
            long readyAt = _hold.ReadyAt(bucket, FindOldest(bucket), now);
            bucket.IsReady = readyAt <= now;
            first = Math.Min(first, readyAt);
        }

        if (first <= now) { return true; }
        Arm(first);
        return false;
    }

    private BatchCall FindOldest(ShapeBucket bucket)
    {
        BatchCall? oldest = null;
        foreach (TenantShare tenant in _queue.Waiting)
        {
            if (tenant.FindQueue(bucket) is not { } queue) { continue; }
            foreach (CallList level in queue.Levels)
            {
                if (level.First is { } call && (oldest is null || call.ArrivedAt < oldest.ArrivedAt)) { oldest = call; }
            }
        }

        return oldest!;
    }
}
