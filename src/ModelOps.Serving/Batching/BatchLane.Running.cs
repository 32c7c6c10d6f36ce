using System.Diagnostics;
using System.Runtime.InteropServices;
using ModelOps.Serving.Diagnostics;

namespace ModelOps.Serving.Batching;

// Gather, run, scatter; and halving where a run fails, so that only the guilty call does.
internal sealed partial class BatchLane
{
    private TimeSpan RunTaken()
    {
        long start = _timeProvider.GetTimestamp();
        ShapeBucket bucket = Taken[0].Call.Bucket;
        int rows = Taken[^1].At + Taken[^1].Rows;
        NoteWaits();
        try
        {
            bool isWhole = RunHeld(bucket, 0, Taken.Count);
            TimeSpan elapsed = _timeProvider.GetElapsedTime(start);
            if (isWhole) { _lesson = (bucket, rows, elapsed.Ticks); }
            return elapsed;
        }
        finally
        {
            if (Taken.Count > 0) { _batcher.Release(this); }
            Lease.Dispose();
        }
    }

    /// <summary>Runs the calls in <see cref="Run"/>, which are the live ones of a part of what was taken.</summary>
    /// <returns>Whether it went well in one run.</returns>
    private bool RunHeld(ShapeBucket bucket, int start, int count)
    {
        (int rows, TimeSpan gather) = (0, default);
        Exception? error = null;
        long begin = _timeProvider.GetTimestamp();
        try
        {
            rows = Gather(bucket);
        }
        catch (Exception e)
        {
            error = e;
        }

        _batcher.LetGo(this);
        if (error is null)
        {
            gather = _timeProvider.GetElapsedTime(begin);
            begin = _timeProvider.GetTimestamp();
            error = Infer(rows);
        }

        return error is null ? HandOut(bucket, start, count, rows, gather, _timeProvider.GetElapsedTime(begin)) : Fail(bucket, start, count, error);
    }

    private int Gather(ShapeBucket bucket)
    {
        _request.Inputs.Clear();
        if (_request.RequestedOutputs.Count > 0) { _request.RequestedOutputs.Clear(); }
        for (int i = 0; i < bucket.Outputs.Count; i++) { _request.RequestedOutputs.Add(bucket.Outputs[i]); }
        int rows = _batcher.Settings.PaddedRows(Run[^1].At + Run[^1].Rows);
        for (int i = 0; i < bucket.Inputs.Length; i++) { BatchTensors.Gather(_request, bucket.Inputs[i], i, CollectionsMarshal.AsSpan(Run), rows); }
        return rows;
    }

    private Exception? Infer(int rows)
    {
        using Activity? activity = ServingActivity.StartBatch(_generation.Model, _generation.Version, Run, rows);
        try
        {
            _response.Reset();
            _generation.Session.Run(_request, _response, CanBeLeft ? _abandoned.Token : default);
            return null;
        }
        catch (Exception e)
        {
            activity?.Fail((e as ModelOpsException)?.Code ?? e.GetType().FullName!);
            return e;
        }
    }

    private bool HandOut(ShapeBucket bucket, int start, int count, int padded, TimeSpan gather, TimeSpan infer)
    {
        int rows = Run[^1].At + Run[^1].Rows;
        long begin = _timeProvider.GetTimestamp();
        bool haveRows = BatchTensors.HaveRows(_response.Outputs, padded);
        if (!haveRows && (Run.Count > 1 || !Run[0].IsWholeCall || padded != rows))
        {
            _batcher.GiveUp();
            return Fail(bucket, start, count, new ModelExecutionException(
                _generation.Model, "its outputs do not have one row for each of the inputs', so calls cannot share a run. Switch batching off for it."));
        }

        Exception? error = null;
        _batcher.HoldAgain(this);
        try
        {
            Scatter(haveRows);
        }
        catch (Exception e)
        {
            error = e;
        }

        _generation.Statistics.Executed(rows, gather, infer, _timeProvider.GetElapsedTime(begin));
        _metrics.Ran(_generation.Model, rows);
        _batcher.Finish(this, error, isAll: count == Taken.Count);
        return error is null;
    }

    private void Scatter(bool haveRows)
    {
        foreach (BatchSlice slice in Run)
        {
            InferenceResponse response = slice.Call.Split is null ? slice.Call.Response : new InferenceResponse();
            for (int i = 0; i < _response.Outputs.Count; i++)
            {
                InferenceTensor output = _response.Outputs[i];
                if (haveRows) { BatchTensors.Scatter(output, slice.At, slice.Rows, response); } else { BatchTensors.CopyWhole(output, response); }
            }

            slice.Call.Split?.Add(slice.Offset, response);
        }
    }

    /// <summary>Runs halves apart until the guilty calls are alone. What is being unloaded or was abandoned is not tried again.</summary>
    private bool Fail(ShapeBucket bucket, int start, int count, Exception error)
    {
        if (Run.Count <= 1 || error is OperationCanceledException)
        {
            _batcher.HoldAgain(this);
            if (Run.Count > 0 && error is not OperationCanceledException && Taken.Count > 1) { _logger.GuiltyCallFound(_generation.Model, _generation.Version, Taken.Count); }
            _batcher.Finish(this, error, isAll: count == Taken.Count);
            return false;
        }

        _metrics.Bisected(_generation.Model);
        int half = count / 2;
        if (_batcher.HoldLive(this, start, half) > 0) { RunHeld(bucket, start, half); }
        if (_batcher.HoldLive(this, start + half, count - half) > 0) { RunHeld(bucket, start + half, count - half); }
        return false;
    }

    private void NoteWaits()
    {
        bool isObserved = _metrics.ObservesWaits;
        long now = _batcher.Now();
        (int calls, long ticks) = (0, 0);
        foreach (BatchSlice slice in Taken)
        {
            if (slice.Offset > 0) { continue; }
            long waited = Math.Max(0, now - slice.Call.ArrivedAt);
            calls++;
            ticks += waited;
            if (isObserved) { _metrics.Waited(TimeSpan.FromTicks(waited), _generation.Model); }
        }

        if (calls > 0) { _generation.Statistics.Queued(calls, TimeSpan.FromTicks(ticks)); }
    }
}
