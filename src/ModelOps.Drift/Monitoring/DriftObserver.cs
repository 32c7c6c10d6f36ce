namespace ModelOps.Drift.Monitoring;

/// <summary>Shows answered calls to the profiles of their version.</summary>
internal sealed class DriftObserver(TrafficDirectory traffic, RowBudget budget) : IInferenceObserver
{
    public bool IsEnabled => budget.IsOpen;

    public void OnAnswered(InferenceRequest request, InferenceResponse response, TimeSpan elapsed)
    {
        traffic.Find(response.ModelName, response.ModelVersion)?.Traffic?.Add(request, response);
    }

    public void OnFailed(InferenceRequest request, Exception error, TimeSpan elapsed)
    {
        // What a model did not answer, it was not used for.
    }
}
