using Microsoft.Extensions.DependencyInjection;

namespace ModelOps.Jobs;

/// <summary>Runs a model once, through the same pipeline as a call that waits.</summary>
internal sealed class InferJobHandler(IServiceProvider services) : IInferenceJobHandler
{
    public string Kind => InferenceJob.InferKind;

    public async ValueTask<ReadOnlyMemory<byte>> RunAsync(InferenceJobLease lease, IProgress<InferenceJobProgress> progress, CancellationToken cancellationToken)
    {
        IInferenceClient client = services.GetService<IInferenceClient>() ?? throw new InvalidOperationException(
            "Nothing is registered that answers calls of models. Call AddServing(), or set ModelOps:Jobs:Concurrency to 0 in a host that only submits.");
        using InferenceRequest request = new(lease.Job.Model);
        InferenceJobPayload.Decode(lease.Payload.Span, request);
        request.Context.Tenant = lease.Job.Tenant;
        request.Context.IdempotencyKey = lease.Job.Id; // all attempts are one call, for whoever knows keys further on
        using InferenceResponse response = await client.InferAsync(request, cancellationToken).ConfigureAwait(false);
        return InferenceJobPayload.Encode(response);
    }
}
