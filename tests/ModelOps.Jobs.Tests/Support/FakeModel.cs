namespace ModelOps.Jobs.Tests.Support;

/// <summary>Doubles its input <c>x</c>, after whatever a test wants to happen first.</summary>
internal sealed class FakeModel(Func<int, CancellationToken, Task>? before = null) : IInferenceClient
{
    private int _calls;

    public int Calls => Volatile.Read(ref _calls);

    public string? Tenant { get; private set; }

    public async ValueTask InferAsync(InferenceRequest request, InferenceResponse response, CancellationToken cancellationToken = default)
    {
        int call = Interlocked.Increment(ref _calls);
        Tenant = request.Context.Tenant;
        if (before is not null) { await before(call, cancellationToken); }
        response.Reset();
        response.ModelName = request.Model.Name;
        response.ModelVersion = "1.0.0";
        response.Id = request.Id;
        InferenceTensor x = request.Inputs["x"];
        InferenceTensor y = response.Outputs.Add("y", TensorDataType.Float32, x.Shape);
        for (int i = 0; i < x.ElementCount; i++) { y.AsSpan<float>()[i] = 2 * x.AsSpan<float>()[i]; }
    }

    public ValueTask<ModelMetadata> GetMetadataAsync(ModelReference model, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public ValueTask<bool> IsReadyAsync(ModelReference model, CancellationToken cancellationToken = default) => new(true);
}
