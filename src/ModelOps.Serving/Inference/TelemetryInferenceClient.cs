using System.Diagnostics;
using ModelOps.Serving.Diagnostics;

namespace ModelOps.Serving;

/// <summary>Measures and traces every call. Costs next to nothing while nobody listens; measuring allocates nothing.</summary>
internal sealed class TelemetryInferenceClient(IInferenceClient inner, ServingMetrics metrics, TimeProvider timeProvider) : DelegatingInferenceClient(inner)
{
    private const string UnknownModel = "_OTHER"; // a name that callers make up must not become a time series
    private const string Cancelled = "cancelled";

    public override ValueTask InferAsync(InferenceRequest request, InferenceResponse response, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(response);
        return ServingActivity.Source.HasListeners() ? TraceAsync(request, response, cancellationToken)
            : metrics.IsObserved ? MeasureAsync(request, response, cancellationToken)
            : Inner.InferAsync(request, response, cancellationToken);
    }

    private async ValueTask TraceAsync(InferenceRequest request, InferenceResponse response, CancellationToken cancellationToken)
    {
        using Activity? activity = ServingActivity.Start(request.Model);
        try
        {
            await MeasureAsync(request, response, cancellationToken).ConfigureAwait(false);
            activity?.Succeed(response.ModelVersion);
        }
        catch (Exception e)
        {
            activity?.Fail(ErrorTypeOf(e));
            throw;
        }
    }

    // No state machine for calls that have completed: all that are answered in process.
    private ValueTask MeasureAsync(InferenceRequest request, InferenceResponse response, CancellationToken cancellationToken)
    {
        string model = request.Model.Name;
        long start = timeProvider.GetTimestamp();
        ValueTask call = Call(request, response, cancellationToken);
        if (!call.IsCompletedSuccessfully) { return FinishAsync(call, start, model, response); }
        metrics.Answered(timeProvider.GetElapsedTime(start), model, response.ModelVersion);
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

    private async ValueTask FinishAsync(ValueTask call, long start, string model, InferenceResponse response)
    {
        try
        {
            await call.ConfigureAwait(false);
            metrics.Answered(timeProvider.GetElapsedTime(start), model, response.ModelVersion);
        }
        catch (Exception e)
        {
            metrics.Failed(timeProvider.GetElapsedTime(start), e is ModelNotFoundException ? UnknownModel : model, ErrorTypeOf(e));
            throw;
        }
    }

    private static string ErrorTypeOf(Exception error) =>
        error is ModelOpsException known ? known.Code : error is OperationCanceledException ? Cancelled : error.GetType().FullName!;
}
