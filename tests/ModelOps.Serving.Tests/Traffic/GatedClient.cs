using System.Collections.Concurrent;

namespace ModelOps.Serving.Tests.Traffic;

/// <summary>A client of the test's own that keeps its calls waiting, fails them, or answers <c>y = 11</c>.</summary>
internal sealed class GatedClient : IInferenceClient
{
    public Task Gate { get; set; } = Task.CompletedTask;

    public Exception? Failure { get; set; }

    public ConcurrentQueue<(ModelReference Model, int Priority, DateTimeOffset? Deadline, string? IdempotencyKey, string? Tenant, string? Header)> Calls { get; } = new();

    public async ValueTask InferAsync(InferenceRequest request, InferenceResponse response, CancellationToken cancellationToken = default)
    {
        request.Context.TryGetHeader("X-Channel", out string? header);
        Calls.Enqueue((request.Model, request.Context.Priority, request.Context.Deadline, request.Context.IdempotencyKey, request.Context.Tenant, header));
        await Gate.WaitAsync(cancellationToken);
        if (Failure is { } failure) { throw failure; }
        response.Reset();
        response.ModelVersion = "9.0.0";
        response.Outputs.Add("y", TensorDataType.Float32, [1, 1]).AsSpan<float>()[0] = 11;
    }

    public ValueTask<ModelMetadata> GetMetadataAsync(ModelReference model, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public ValueTask<bool> IsReadyAsync(ModelReference model, CancellationToken cancellationToken = default) => ValueTask.FromResult(true);
}
