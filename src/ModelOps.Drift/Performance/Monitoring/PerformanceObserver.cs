namespace ModelOps.Drift.Performance.Monitoring;

/// <summary>Shows answered calls of watched models to what estimates and judges their performance.</summary>
internal sealed class PerformanceObserver(PerformanceDirectory directory) : IInferenceObserver
{
    public bool IsEnabled { get; } = directory.WatchesAny;

    public void OnAnswered(InferenceRequest request, InferenceResponse response, TimeSpan elapsed) =>
        directory.FindWatched(response.ModelName, response.ModelVersion)?.Add(request, response);

    public void OnFailed(InferenceRequest request, Exception error, TimeSpan elapsed)
    {
        // What was not answered predicted nothing.
    }
}
