namespace ModelOps.Jobs.CrashChild;

/// <summary>Adds up the numbers of each row, slowly; it refuses rows whose sum is negative.</summary>
public sealed class RowSums : IInferenceClient
{
    private static readonly ModelSignature Signature = new([new("x", TensorDataType.Float32, [-1, 2])], [new("y", TensorDataType.Float32, [-1, 1])]);

    public int DelayMilliseconds { get; init; } = 4;

    public async ValueTask InferAsync(InferenceRequest request, InferenceResponse response, CancellationToken cancellationToken = default)
    {
        Signature.EnsureAccepts(request);
        if (DelayMilliseconds > 0) { await Task.Delay(DelayMilliseconds, cancellationToken); }
        InferenceTensor x = request.Inputs["x"];
        int rows = (int)x.Shape[0];
        response.Reset();
        response.ModelName = "sums";
        response.ModelVersion = "1.0.0";
        InferenceTensor y = response.Outputs.Add("y", TensorDataType.Float32, [rows, 1]);
        for (int i = 0; i < rows; i++)
        {
            float sum = x.AsSpan<float>()[2 * i] + x.AsSpan<float>()[(2 * i) + 1];
            y.AsSpan<float>()[i] = sum < 0 ? throw new ModelExecutionException("sums", "a sum is negative") : sum;
        }
    }

    public ValueTask<ModelMetadata> GetMetadataAsync(ModelReference model, CancellationToken cancellationToken = default) =>
        new(new ModelMetadata { Name = "sums", Versions = ["1.0.0"], Platform = "test", Signature = Signature });

    public ValueTask<bool> IsReadyAsync(ModelReference model, CancellationToken cancellationToken = default) => new(true);
}
