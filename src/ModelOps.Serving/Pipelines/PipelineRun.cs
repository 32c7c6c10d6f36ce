using System.Diagnostics;
using System.Threading.Tasks.Sources;

namespace ModelOps.Serving.Pipelines;

/// <summary>One call of a pipeline, reused for the next ones. Each step begins when the last one it waits for has ended.</summary>
internal sealed class PipelineRun : IValueTaskSource
{
    private readonly Pipeline _pipeline;
    private readonly PipelineStepRun[] _steps;
    private ManualResetValueTaskSourceCore<bool> _done = new() { RunContinuationsAsynchronously = false };
    private InferenceResponse _response = null!;
    private Exception? _error;
    private int _left;

    public PipelineRun(Pipeline pipeline)
    {
        _pipeline = pipeline;
        Values = new InferenceTensor?[pipeline.Graph.SlotCount];
        _steps = [.. Enumerable.Range(0, pipeline.Graph.Steps.Length).Select(i => new PipelineStepRun(this, i))];
    }

    public PipelineGraph Graph => _pipeline.Graph;

    public IInferenceClient Models => _pipeline.Models;

    public TimeProvider Time => _pipeline.Time;

    public PipelineMetrics Metrics => _pipeline.Metrics;

    public InferenceRequest Request { get; private set; } = null!;

    public CancellationToken CancellationToken { get; private set; }

    public ActivityContext ParentActivity { get; private set; }

    /// <summary>What flows to steps on other threads.</summary>
    public ExecutionContext? CallerContext { get; private set; }

    /// <summary>The tensors there are so far.</summary>
    public InferenceTensor?[] Values { get; }

    public bool HasFailed => Volatile.Read(ref _error) is not null;

    public ValueTask Start(InferenceRequest request, InferenceResponse response, CancellationToken cancellationToken)
    {
        Request = request;
        _response = response;
        CancellationToken = cancellationToken;
        ParentActivity = Activity.Current?.Context ?? default;
        CallerContext = ExecutionContext.Capture();
        for (int i = 0; i < Graph.Definition.Inputs.Count; i++) { Values[i] = request.Inputs[Graph.Definition.Inputs[i].Name]; }
        foreach (PipelineStepRun step in _steps) { step.Reset(); }
        _left = _steps.Length + 1; // one for this method, so that the run does not end before it
        Begin(all: null);
        if (Interlocked.Decrement(ref _left) > 0) { return new ValueTask(this, _done.Version); }

        Exception? error = Complete();
        _pipeline.Return(this);
        return error is null ? default : ValueTask.FromException(error);
    }

    public void ThrowIfLate(PipelineGraphStep step)
    {
        CancellationToken.ThrowIfCancellationRequested();
        if (Request.Context.Deadline is { } deadline && Time.GetUtcNow() >= deadline)
        {
            throw new DeadlineExceededException(Graph.Definition.Name, $"before its step '{step.Definition.Name}' ran");
        }
    }

    /// <summary>A step has ended, or was left out.</summary>
    public void End(int index, Exception? error)
    {
        if (error is not null) { Interlocked.CompareExchange(ref _error, Explain(index, error), null); }
        Begin(Graph.Steps[index].Dependents);
        if (Interlocked.Decrement(ref _left) > 0) { return; }
        error = Complete();
        if (error is null) { _done.SetResult(true); } else { _done.SetException(error); }
    }

    public ValueTaskSourceStatus GetStatus(short token) => _done.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _done.OnCompleted(continuation, state, token, flags);

    public void GetResult(short token)
    {
        try
        {
            _done.GetResult(token);
        }
        finally
        {
            _done.Reset();
            _pipeline.Return(this);
        }
    }

    public void Dispose()
    {
        foreach (PipelineStepRun step in _steps) { step.Dispose(); }
    }

    // All steps that are ready but one go to other threads; the last runs here.
    private void Begin(int[]? all)
    {
        PipelineStepRun? last = null;
        int count = all?.Length ?? _steps.Length;
        for (int i = 0; i < count; i++)
        {
            PipelineStepRun step = _steps[all is null ? i : all[i]];
            if (all is null ? step.Step.Dependencies > 0 : !step.IsReadyAfterOneMore()) { continue; }
            last?.Queue();
            last = step;
        }

        last?.Begin();
    }

    private Exception Explain(int index, Exception error) =>
        error is OperationCanceledException && CancellationToken.IsCancellationRequested ? error
        : error is DeadlineExceededException { Model: var model } && model == Graph.Definition.Name ? error
        : new PipelineStepException(Graph.Definition.Name, Graph.Steps[index].Definition.Name, error);

    // Answers, and forgets the call.
    private Exception? Complete()
    {
        Exception? error = _error;
        try
        {
            if (error is null) { Answer(); }
        }
        catch (Exception e)
        {
            error = e;
        }

        Array.Clear(Values);
        foreach (PipelineStepRun step in _steps) { step.Clear(); }
        _error = null;
        Request = null!;
        _response = null!;
        CallerContext = null;
        CancellationToken = default;
        return error;
    }

    private void Answer()
    {
        PipelineDefinition pipeline = Graph.Definition;
        _response.Reset();
        _response.ModelName = pipeline.Name;
        _response.ModelVersion = pipeline.Version;
        _response.Id = Request.Id;
        int count = Request.RequestedOutputs.Count == 0 ? pipeline.Outputs.Count : Request.RequestedOutputs.Count;
        for (int i = 0; i < count; i++)
        {
            int index = Request.RequestedOutputs.Count == 0 ? i : IndexOf(Request.RequestedOutputs[i]);
            int slot = FindValue(Graph.OutputSlots[index]);
            if (slot < 0)
            {
                throw new ModelExecutionException(pipeline.Name, $"no step wrote output '{pipeline.Outputs[index].Name}'. Give it a value for every way through the pipeline.");
            }

            InferenceTensor answer = _response.Outputs.Add(pipeline.Outputs[index].Name, TensorDataType.Bool, [0]);
            if (slot < pipeline.Inputs.Count || IsShared(slot)) { answer.CopyFrom(Values[slot]!, answer.Name); }
            else { answer.TakeFrom(Values[slot]!, answer.Name); }
        }
    }

    private int FindValue(int[] slots)
    {
        foreach (int slot in slots)
        {
            if (Values[slot] is not null) { return slot; }
        }

        return -1;
    }

    // A tensor that two outputs may be cannot be given away.
    private bool IsShared(int slot)
    {
        int outputs = 0;
        foreach (int[] slots in Graph.OutputSlots) { outputs += slots.AsSpan().Contains(slot) ? 1 : 0; }
        return outputs > 1;
    }

    private int IndexOf(string output)
    {
        for (int i = 0; i < Graph.Definition.Outputs.Count; i++)
        {
            if (Graph.Definition.Outputs[i].Name == output) { return i; }
        }

        throw InvalidInferenceRequestException.ForOutput(Graph.Definition.Name, output, "one of the pipeline's outputs", "an unknown output");
    }
}
