using System.Collections.Concurrent;
using ModelOps.Benchmarks.Models;
using ModelOps.Load;

namespace ModelOps.Benchmarks.Overload;

/// <summary>Calls of a model in this process, each with a deadline, through the whole pipeline.</summary>
internal sealed class InProcessTarget(IInferenceClient client, BenchmarkModel model, TimeSpan deadline) : ILoadTarget, IDisposable
{
    private readonly ConcurrentBag<(InferenceRequest Request, InferenceResponse Response)> _idle = [];

    public async ValueTask<LoadOutcome> CallAsync(TimeSpan late, CancellationToken cancellationToken)
    {
        (InferenceRequest Request, InferenceResponse Response) call = _idle.TryTake(out (InferenceRequest, InferenceResponse) kept) ? kept : Create();
        call.Request.Context.Deadline = TimeProvider.System.GetUtcNow() + deadline - late;
        try
        {
            ValueTask answer = client.InferAsync(call.Request, call.Response, cancellationToken);
            if (answer.IsFaulted && answer.AsTask().Exception!.InnerException is ServerOverloadedException) { return LoadOutcome.Rejected; } // as endpoints do: no throw
            await answer;
            return LoadOutcome.Succeeded;
        }
        catch (Exception e) when (e is ServerOverloadedException or DeadlineExceededException)
        {
            return LoadOutcome.Rejected;
        }
        finally
        {
            _idle.Add(call);
        }
    }

    public void Dispose()
    {
        foreach ((InferenceRequest request, InferenceResponse response) in _idle)
        {
            request.Dispose();
            response.Dispose();
        }
    }

    private (InferenceRequest Request, InferenceResponse Response) Create()
    {
        InferenceRequest request = new(ModelReference.ToModel(model.Name));
        model.Input().CopyTo(request.Inputs.Add("x", TensorDataType.Float32, model.InputShape(1)).AsSpan<float>());
        return (request, new InferenceResponse());
    }
}
