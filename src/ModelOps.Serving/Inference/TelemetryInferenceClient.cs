using System.Diagnostics;
using ModelOps.Serving.Diagnostics;
using ModelOps.Serving.Observers;

namespace ModelOps.Serving;

/// <summary>Traces every call and shows it to the observers. Costs next to nothing while nobody listens; observing, and a call that no sampler takes, allocate nothing.</summary>
internal sealed class TelemetryInferenceClient(IInferenceClient inner, InferenceObservers observers, TimeProvider timeProvider) : DelegatingInferenceClient(inner)
{
    public override ValueTask InferAsync(InferenceRequest request, InferenceResponse response, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(response);
        return ServingActivity.Source.HasListeners() ? TraceAsync(request, response, cancellationToken)
            : observers.IsEnabled ? ObserveAsync(request, response, cancellationToken)
            : Inner.InferAsync(request, response, cancellationToken);
    }

    private async ValueTask TraceAsync(InferenceRequest request, InferenceResponse response, CancellationToken cancellationToken)
    {
        using Activity? activity = ServingActivity.Start(request.Model);
        try
        {
            await ObserveAsync(request, response, cancellationToken).ConfigureAwait(false);
            activity?.Succeed(response.ModelVersion);
        }
        catch (Exception e)
        {
            activity?.Fail(InferenceError.TypeOf(e));
            throw;
        }
    }

    // No state machine for calls that have completed: all that are answered in process.
    private ValueTask ObserveAsync(InferenceRequest request, InferenceResponse response, CancellationToken cancellationToken)
    {
        long start = timeProvider.GetTimestamp();
        ValueTask call = Call(request, response, cancellationToken);
        if (call.IsFaulted) // without a throw: a flood of refusals must stay cheap
        {
            Task failed = call.AsTask();
            observers.Failed(request, failed.Exception!.InnerException!, timeProvider.GetElapsedTime(start));
            return new ValueTask(failed);
        }

        if (!call.IsCompletedSuccessfully) { return FinishAsync(call, start, request, response); }
        observers.Answered(request, response, timeProvider.GetElapsedTime(start));
        return call;
    }

    // A concern of the host may throw at once instead of failing its task; that is a failed call like any other.
    private ValueTask Call(InferenceRequest request, InferenceResponse response, CancellationToken cancellationToken)
    {
        try
        {
            return Inner.InferAsync(request, response, cancellationToken);
        }
        catch (Exception e)
        {
            return ValueTask.FromException(e);
        }
    }

    private async ValueTask FinishAsync(ValueTask call, long start, InferenceRequest request, InferenceResponse response)
    {
        try
        {
            await call.ConfigureAwait(false);
        }
        catch (Exception e)
        {
            observers.Failed(request, e, timeProvider.GetElapsedTime(start));
            throw;
        }

        observers.Answered(request, response, timeProvider.GetElapsedTime(start));
    }
}
