namespace ModelOps;

/// <summary>Answers calls of models, in this process or across a cluster. The one door to every model.</summary>
/// <remarks>Implementations are thread-safe. Concerns around a call are <see cref="DelegatingInferenceClient"/>s,
/// composed by <see cref="InferenceClientBuilder"/>.</remarks>
public interface IInferenceClient
{
    /// <summary>Runs a model.</summary>
    /// <param name="request">The call; read only while it runs.</param>
    /// <param name="response">Receives the answer; it is reset first. Undefined when the call throws.</param>
    /// <param name="cancellationToken">Ends the call early, a running model included where the runtime can.</param>
    /// <returns>A task that ends when <paramref name="response"/> is filled.</returns>
    /// <exception cref="InvalidInferenceRequestException">The tensors do not fit the model's signature.</exception>
    /// <exception cref="ModelNotFoundException">No such model.</exception>
    /// <exception cref="ModelVersionNotFoundException">The model has no such version or alias.</exception>
    /// <exception cref="ModelNotReadyException">The model is known but cannot answer now.</exception>
    /// <exception cref="ModelExecutionException">The model failed on this input.</exception>
    /// <exception cref="DeadlineExceededException">The deadline passed first.</exception>
    /// <exception cref="ServerOverloadedException">The host has no room for the call now.</exception>
    /// <exception cref="QuotaExceededException">The caller's quota is used up.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    ValueTask InferAsync(InferenceRequest request, InferenceResponse response, CancellationToken cancellationToken = default);

    /// <summary>Describes a model: its inputs and outputs, its versions, what runs it.</summary>
    /// <param name="model">Which model, and which version or alias of it.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>The description.</returns>
    /// <exception cref="ModelNotFoundException">No such model.</exception>
    /// <exception cref="ModelVersionNotFoundException">The model has no such version or alias.</exception>
    /// <exception cref="ModelNotReadyException">The model is known but not loaded.</exception>
    ValueTask<ModelMetadata> GetMetadataAsync(ModelReference model, CancellationToken cancellationToken = default);

    /// <summary>Says whether a model would answer now.</summary>
    /// <param name="model">Which model, and which version or alias of it.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>True when it is loaded and warm; false when it is known but not.</returns>
    /// <exception cref="ModelNotFoundException">No such model.</exception>
    ValueTask<bool> IsReadyAsync(ModelReference model, CancellationToken cancellationToken = default);
}
