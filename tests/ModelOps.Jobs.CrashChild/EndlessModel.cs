namespace ModelOps.Jobs.CrashChild;

/// <summary>Says which call it runs and then runs for ever.</summary>
internal sealed class EndlessModel : IInferenceClient
{
    public async ValueTask InferAsync(InferenceRequest request, InferenceResponse response, CancellationToken cancellationToken = default)
    {
        await Console.Out.WriteLineAsync($"running {request.Id}");
        await Console.Out.FlushAsync(cancellationToken);
        await Task.Delay(Timeout.Infinite, cancellationToken);
    }

    public ValueTask<ModelMetadata> GetMetadataAsync(ModelReference model, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public ValueTask<bool> IsReadyAsync(ModelReference model, CancellationToken cancellationToken = default) => new(true);
}
