namespace ModelOps.Serving.Samples;

/// <summary>A call as it was written down: what was asked and, if that is known, what was answered.</summary>
/// <param name="Line">Line of the file, from 1.</param>
/// <param name="Request">The request.</param>
/// <param name="Answer">The answer; null in a mere sample.</param>
internal sealed record RecordedCall(int Line, InferenceRequest Request, InferenceResponse? Answer) : IDisposable
{
    public void Dispose()
    {
        Request.Dispose();
        Answer?.Dispose();
    }
}
