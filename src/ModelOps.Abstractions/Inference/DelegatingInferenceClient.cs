namespace ModelOps;

/// <summary>Base of a concern around model calls: passes everything on, so a subclass overrides what it changes.</summary>
/// <remarks>Subclasses must be thread-safe.</remarks>
/// <param name="inner">The next client towards the model.</param>
public abstract class DelegatingInferenceClient(IInferenceClient inner) : IInferenceClient
{
    /// <summary>The next client towards the model.</summary>
    protected IInferenceClient Inner { get; } = inner ?? throw new ArgumentNullException(nameof(inner));

    /// <inheritdoc/>
    public virtual ValueTask InferAsync(InferenceRequest request, InferenceResponse response, CancellationToken cancellationToken = default) =>
        Inner.InferAsync(request, response, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<ModelMetadata> GetMetadataAsync(ModelReference model, CancellationToken cancellationToken = default) =>
        Inner.GetMetadataAsync(model, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<bool> IsReadyAsync(ModelReference model, CancellationToken cancellationToken = default) =>
        Inner.IsReadyAsync(model, cancellationToken);
}
