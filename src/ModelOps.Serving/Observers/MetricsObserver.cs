using ModelOps.Serving.Diagnostics;

namespace ModelOps.Serving.Observers;

/// <summary>Measures calls. Costs next to nothing while nobody listens to the meter.</summary>
internal sealed class MetricsObserver(ServingMetrics metrics) : IInferenceObserver
{
    private const string UnknownModel = "_OTHER"; // a name that callers make up must not become a time series

    public bool IsEnabled => metrics.IsObserved;

    public void OnAnswered(InferenceRequest request, InferenceResponse response, TimeSpan elapsed) =>
        metrics.Answered(elapsed, request.Model.Name, response.ModelVersion, response.IsCached);

    public void OnFailed(InferenceRequest request, Exception error, TimeSpan elapsed) =>
        metrics.Failed(elapsed, error is ModelNotFoundException ? UnknownModel : request.Model.Name, InferenceError.TypeOf(error));
}
