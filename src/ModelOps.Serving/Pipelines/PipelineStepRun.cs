using System.Diagnostics;
using System.Runtime.CompilerServices;
using ModelOps.Serving.Diagnostics;

namespace ModelOps.Serving.Pipelines;

/// <summary>One step of one call, with the tensors it keeps for the next call.</summary>
internal sealed class PipelineStepRun : IThreadPoolWorkItem
{
    private static readonly ContextCallback BeginCallback = static step => ((PipelineStepRun)step!).Begin();
    private readonly PipelineRun _run;
    private readonly int _index;
    private readonly InferenceRequest? _request;
    private readonly InferenceResponse _response = new();
    private readonly PipelineStepContext _context;
    private readonly Action _continue;
    private ValueTaskAwaiter _awaiter;
    private Activity? _activity;
    private long _start;
    private int _waits;

    public PipelineStepRun(PipelineRun run, int index)
    {
        _run = run;
        _index = index;
        Step = run.Graph.Steps[index];
        _request = Step.Model is { } model ? new InferenceRequest(model) : null;
        _context = new PipelineStepContext(run, Step);
        _continue = Continue;
    }

    public PipelineGraphStep Step { get; }

    public void Reset() => _waits = Step.Dependencies;

    /// <summary>Notes that a step this one waits for has ended.</summary>
    /// <returns>Whether it was the last of them.</returns>
    public bool IsReadyAfterOneMore() => Interlocked.Decrement(ref _waits) == 0;

    public void Queue() => ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);

    void IThreadPoolWorkItem.Execute()
    {
        if (_run.CallerContext is { } context) { ExecutionContext.Run(context, BeginCallback, this); }
        else { Begin(); }
    }

    public void Begin()
    {
        Exception? error = null;
        Activity? outer = Activity.Current;
        try
        {
            if (_run.HasFailed || !IsWanted()) { _run.End(_index, null); return; }
            _run.ThrowIfLate(Step);
            _start = _run.Time.GetTimestamp();
            _activity = ServingActivity.Source.HasListeners()
                ? ServingActivity.Source.StartActivity(Step.ActivityName, ActivityKind.Internal, _run.ParentActivity)
                : null;
            ValueTask work = Invoke();
            if (!work.IsCompleted)
            {
                _awaiter = work.GetAwaiter();
                Activity.Current = outer;
                _awaiter.OnCompleted(_continue);
                return;
            }

            work.GetAwaiter().GetResult();
            Publish();
        }
        catch (Exception e)
        {
            error = e;
        }

        Activity.Current = outer;
        Finish(error);
    }

    public void Clear()
    {
        _request?.Reset(_request.Model);
        _context.Clear();
        _awaiter = default;
    }

    public void Dispose()
    {
        _request?.Dispose();
        _response.Dispose();
        _context.Dispose();
    }

    private void Continue()
    {
        Exception? error = null;
        try
        {
            _awaiter.GetResult();
            Publish();
        }
        catch (Exception e)
        {
            error = e;
        }

        Finish(error);
    }

    private void Finish(Exception? error)
    {
        _run.Metrics.StepEnded(_run.Time.GetElapsedTime(_start), _run.Graph.Definition.Name, Step.Definition.Name, error);
        if (_activity is { } activity)
        {
            _activity = null;
            if (error is not null) { activity.Fail(error is ModelOpsException known ? known.Code : error.GetType().FullName!); }
            activity.Dispose();
        }

        _run.End(_index, error);
    }

    private bool IsWanted()
    {
        foreach (int slot in Step.ReadSlots)
        {
            if (_run.Values[slot] is null) { return false; } // its writer was left out
        }

        return Step.Definition.Condition is not { } condition || condition(_context);
    }

    private ValueTask Invoke()
    {
        if (_request is null) { return Step.Definition.Code!(_context, _run.CancellationToken); }
        _request.Reset(Step.Model!);
        _request.Context.CopyFrom(_run.Request.Context);
        _request.Context.IdempotencyKey = null; // it is the pipeline's call that happens once
        for (int i = 0; i < Step.ReadSlots.Length; i++) { _request.Inputs.AddView(_run.Values[Step.ReadSlots[i]]!, Step.Definition.Reads[i].Name); }
        for (int i = 0; i < Step.WriteSlots.Length; i++) { _request.RequestedOutputs.Add(Step.Definition.Writes[i].Name); }
        return _run.Models.InferAsync(_request, _response, _run.CancellationToken);
    }

    private void Publish()
    {
        for (int i = 0; i < Step.WriteSlots.Length; i++)
        {
            string name = Step.Definition.Writes[i].Name;
            _run.Values[Step.WriteSlots[i]] = _request is null ? _context.Find(name) : _response.Outputs[name];
        }
    }
}
