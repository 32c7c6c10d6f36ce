using System.Diagnostics;
using ModelOps.Serving.Diagnostics;

namespace ModelOps.Serving;

/// <summary>Measures and traces every call. Costs next to nothing, and no memory, while nobody listens.</summary>
internal sealed class TelemetryInferenceClient(IInferenceClient inner, ServingMetrics metrics, TimeProvider timeProvider) : DelegatingInferenceClient(inner)
{
    private const string UnknownModel = "_OTHER"; // a name that callers make up must not become a time series
    private const string Cancelled = "cancelled";

    public override ValueTask InferAsync(InferenceRequest request, InferenceResponse response, CancellationToken cancellationToken = default) =>
        metrics.IsObserved || ServingActivity.Source.HasListeners()
            ? ObserveAsync(request, response, cancellationToken)
            : Inner.InferAsync(request, response, cancellationToken);

    private async ValueTask ObserveAsync(InferenceRequest request, InferenceResponse response, CancellationToken cancellationToken)
    {
        ModelReference model = request.Model;
        long start = timeProvider.GetTimestamp();
        using Activity? activity = ServingActivity.Start(model);
        try
        {
            await Inner.InferAsync(request, response, cancellationToken).ConfigureAwait(false);
            metrics.Answered(timeProvider.GetElapsedTime(start), model.Name, response.ModelVersion);
            activity?.Succeed(response.ModelVersion);
        }
        catch (Exception e)
        {
            string errorType = e is ModelOpsException known ? known.Code : e is OperationCanceledException ? Cancelled : e.GetType().FullName!;
            metrics.Failed(timeProvider.GetElapsedTime(start), e is ModelNotFoundException ? UnknownModel : model.Name, errorType);
            activity?.Fail(errorType);
            throw;
        }
    }
}
