namespace ModelOps;

/// <summary>Sees every call of a host's models when it has ended: metrics, payload logs, drift, usage.</summary>
/// <remarks>Register as many as wanted in the services. They are called one after another on the thread that ended the call and before its
/// caller goes on, so they must be quick, must not block, and must be thread-safe. What they need later they copy: the caller reuses the tensors.
/// An observer that throws does no harm to the call; the host logs it. Shadow calls are not shown.</remarks>
public interface IInferenceObserver
{
    /// <summary>Whether it wants to see calls now. Asked for each call; when no observer does, nothing is measured. Default true.</summary>
    bool IsEnabled => true;

    /// <summary>A call was answered.</summary>
    /// <param name="request">The call, as its caller made it. Valid until this returns.</param>
    /// <param name="response">The answer. Valid until this returns.</param>
    /// <param name="elapsed">From the arrival of the call to its answer.</param>
    void OnAnswered(InferenceRequest request, InferenceResponse response, TimeSpan elapsed);

    /// <summary>A call failed or was cancelled.</summary>
    /// <param name="request">The call. Valid until this returns.</param>
    /// <param name="error">Why.</param>
    /// <param name="elapsed">From the arrival of the call to its failure.</param>
    void OnFailed(InferenceRequest request, Exception error, TimeSpan elapsed);
}
