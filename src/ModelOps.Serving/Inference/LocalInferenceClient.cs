namespace ModelOps.Serving;

/// <summary>Answers with the models of this process: on the caller's thread, or in a run that calls share.</summary>
internal sealed class LocalInferenceClient(ModelHost host, TimeProvider timeProvider) : IInferenceClient
{
    public ValueTask InferAsync(InferenceRequest request, InferenceResponse response, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(response);
        try
        {
            return Infer(request, response, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled(cancellationToken);
        }
        catch (Exception e)
        {
            return ValueTask.FromException(e);
        }
    }

    public ValueTask<ModelMetadata> GetMetadataAsync(ModelReference model, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        return host.DescribeAsync(model, cancellationToken);
    }

    public ValueTask<bool> IsReadyAsync(ModelReference model, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        try
        {
            return ValueTask.FromResult(host.CanAnswer(model));
        }
        catch (ModelNotFoundException e)
        {
            return ValueTask.FromException<bool>(e);
        }
    }

    private ValueTask Infer(InferenceRequest request, InferenceResponse response, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (request.Context.Deadline is { } deadline && timeProvider.GetUtcNow() >= deadline)
        {
            throw new DeadlineExceededException(request.Model.ToString(), "before it ran");
        }

        response.Reset();
        return host.TryLease(request.Model, out ModelLease lease)
            ? Run(lease, request, response, cancellationToken)
            : InferOnDemandAsync(request, response, cancellationToken);
    }

    private async ValueTask InferOnDemandAsync(InferenceRequest request, InferenceResponse response, CancellationToken cancellationToken)
    {
        ModelLease lease = await host.LeaseAsync(request.Model, request.Context.Deadline, cancellationToken).ConfigureAwait(false);
        await Run(lease, request, response, cancellationToken).ConfigureAwait(false);
    }

    // The lease is given back at once: a call that waits for its run has one of its own.
    private static ValueTask Run(ModelLease lease, InferenceRequest request, InferenceResponse response, CancellationToken cancellationToken)
    {
        try
        {
            ModelGeneration generation = lease.Generation;
            generation.Session.Signature.EnsureAccepts(request);
            response.ModelName = generation.Model;
            response.ModelVersion = generation.Version;
            response.Id = request.Id;
            return generation.RunAsync(request, response, cancellationToken);
        }
        finally
        {
            lease.Dispose();
        }
    }
}
