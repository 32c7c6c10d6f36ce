namespace ModelOps.OpenInference.Client;

/// <summary>Speaks to one server. Every failure is a <see cref="ModelOpsException"/> or a cancellation.</summary>
internal interface ITransport : IDisposable
{
    /// <summary>When it returns, whether well or not, nothing reads the request or writes the response any more.</summary>
    ValueTask InferAsync(InferenceRequest request, InferenceResponse response, DateTimeOffset deadline, CancellationToken cancellationToken);

    ValueTask<ModelMetadata> GetMetadataAsync(ModelReference model, CancellationToken cancellationToken);

    ValueTask<bool> IsReadyAsync(ModelReference model, CancellationToken cancellationToken);

    /// <summary>Whether the server answers at all.</summary>
    ValueTask<bool> IsLiveAsync(CancellationToken cancellationToken);
}
