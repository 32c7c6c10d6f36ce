namespace ModelOps.Redis.Tests.Jobs;

/// <summary>Doubles its input <c>x</c>, and says in <c>run</c> which of all runs it was.</summary>
internal sealed class CountingModel : IInferenceClient
{
    private static long s_runs;

    public async ValueTask InferAsync(InferenceRequest request, InferenceResponse response, CancellationToken cancellationToken = default)
    {
        await Task.Delay(5, cancellationToken);
        response.Reset();
        response.ModelName = request.Model.Name;
        response.ModelVersion = "1";
        response.Outputs.Add("y", TensorDataType.Float32, [1]).AsSpan<float>()[0] = 2 * request.Inputs["x"].AsSpan<float>()[0];
        response.Outputs.Add("run", TensorDataType.Int64, [1]).AsSpan<long>()[0] = Interlocked.Increment(ref s_runs);
    }

    public ValueTask<ModelMetadata> GetMetadataAsync(ModelReference model, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public ValueTask<bool> IsReadyAsync(ModelReference model, CancellationToken cancellationToken = default) => new(true);
}
