namespace ModelOps.Benchmarks.Serving;

/// <summary>The least that an observer can do.</summary>
internal sealed class CountingObserver : IInferenceObserver
{
    private long _calls;

    public long Calls => Interlocked.Read(ref _calls);

    public void OnAnswered(InferenceRequest request, InferenceResponse response, TimeSpan elapsed) => Interlocked.Increment(ref _calls);

    public void OnFailed(InferenceRequest request, Exception error, TimeSpan elapsed) => Interlocked.Increment(ref _calls);
}
