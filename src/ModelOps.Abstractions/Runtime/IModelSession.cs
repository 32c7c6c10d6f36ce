namespace ModelOps;

/// <summary>A loaded model.</summary>
/// <remarks><see cref="Run"/> may be called from many threads at once. Dispose it only when no call is running and none will come:
/// whoever owns it sees to that (native runtimes end the process otherwise).</remarks>
public interface IModelSession : IDisposable
{
    /// <summary>Inputs and outputs.</summary>
    ModelSignature Signature { get; }

    /// <summary>Facts about the session for people, e.g. its thread settings.</summary>
    IReadOnlyDictionary<string, string> Properties { get; }

    /// <summary>Runs the model on the caller's thread.</summary>
    /// <param name="request">The call; it fits <see cref="Signature"/>, the caller has checked.</param>
    /// <param name="response">Its outputs receive the answer; the caller has reset it.</param>
    /// <param name="cancellationToken">Ends the run early where the runtime can.</param>
    /// <exception cref="ModelExecutionException">The model failed on this input.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled or terminated.</exception>
    void Run(InferenceRequest request, InferenceResponse response, CancellationToken cancellationToken);

    /// <summary>Asks all running calls to end soon; they throw <see cref="OperationCanceledException"/>. New calls do the same.</summary>
    void Terminate();
}
