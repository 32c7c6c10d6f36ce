namespace ModelOps.Serving.Pipelines;

/// <summary>A pipeline that can be called.</summary>
internal sealed class Pipeline(PipelineGraph graph, IInferenceClient models, PipelineMetrics metrics, TimeProvider time) : IDisposable
{
    private readonly PipelineRun?[] _idle = new PipelineRun?[Math.Max(4, 2 * Environment.ProcessorCount)];
    private ModelSignature? _signature; // null until derived, and again after a refusal: a model may have been replaced by one with another signature

    public PipelineGraph Graph => graph;

    public IInferenceClient Models => models;

    public PipelineMetrics Metrics => metrics;

    public TimeProvider Time => time;

    public ValueTask InferAsync(InferenceRequest request, InferenceResponse response, CancellationToken cancellationToken)
    {
        if (Refusal(request.Model) is { } refusal) { return ValueTask.FromException(refusal); }
        if (Volatile.Read(ref _signature) is not { } signature) { return DeriveThenInferAsync(request, response, cancellationToken); }
        ValueTask call = Run(signature, request, response, cancellationToken);
        return call.IsCompletedSuccessfully ? call : FinishAsync(call, signature);
    }

    public async ValueTask<ModelMetadata> GetMetadataAsync(ModelReference reference, CancellationToken cancellationToken)
    {
        if (Refusal(reference) is { } refusal) { throw refusal; }
        Dictionary<string, string> properties = new() { ["steps"] = string.Join(", ", graph.Steps.Select(static s => s.Definition.Name)) };
        foreach (PipelineGraphStep step in graph.Steps.Where(static s => s.Model is not null)) { properties[$"step.{step.Definition.Name}"] = step.Model!.ToString(); }
        return new ModelMetadata
        {
            Name = graph.Definition.Name,
            Versions = [graph.Definition.Version],
            Platform = "modelops_pipeline",
            Signature = await GetSignatureAsync(cancellationToken).ConfigureAwait(false),
            Properties = properties,
        };
    }

    /// <summary>Whether every model of it answers.</summary>
    public async ValueTask<bool> IsReadyAsync(ModelReference reference, CancellationToken cancellationToken)
    {
        if (Refusal(reference) is not null) { return false; }
        foreach (PipelineGraphStep step in graph.Steps.Where(static s => s.Model is not null))
        {
            try
            {
                if (!await models.IsReadyAsync(step.Model!, cancellationToken).ConfigureAwait(false)) { return false; }
            }
            catch (ModelNotFoundException)
            {
                return false;
            }
        }

        return true;
    }

    public async ValueTask<ModelSignature> GetSignatureAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _signature) is { } known) { return known; }
        ModelSignature signature = await PipelineSignature.DeriveAsync(graph, models, cancellationToken).ConfigureAwait(false);
        Volatile.Write(ref _signature, signature);
        return signature;
    }

    public void Return(PipelineRun run)
    {
        for (int i = 0; i < _idle.Length; i++)
        {
            if (Volatile.Read(ref _idle[i]) is null && Interlocked.CompareExchange(ref _idle[i], run, null) is null) { return; }
        }

        run.Dispose();
    }

    public void Dispose()
    {
        for (int i = 0; i < _idle.Length; i++) { Interlocked.Exchange(ref _idle[i], null)?.Dispose(); }
    }

    private ModelVersionNotFoundException? Refusal(ModelReference reference) =>
        reference.Alias is null && (reference.Version is null || reference.Version == graph.Definition.Version)
            ? null
            : new ModelVersionNotFoundException(reference, [graph.Definition.Version]);

    private PipelineRun Rent()
    {
        for (int i = 0; i < _idle.Length; i++)
        {
            if (Volatile.Read(ref _idle[i]) is not null && Interlocked.Exchange(ref _idle[i], null) is { } idle) { return idle; }
        }

        return new PipelineRun(this);
    }

    private ValueTask Run(ModelSignature signature, InferenceRequest request, InferenceResponse response, CancellationToken cancellationToken)
    {
        try
        {
            signature.EnsureAccepts(request);
        }
        catch (InvalidInferenceRequestException e)
        {
            return ValueTask.FromException(e);
        }

        return Rent().Start(request, response, cancellationToken);
    }

    private async ValueTask DeriveThenInferAsync(InferenceRequest request, InferenceResponse response, CancellationToken cancellationToken)
    {
        ModelSignature signature = await GetSignatureAsync(cancellationToken).ConfigureAwait(false);
        await FinishAsync(Run(signature, request, response, cancellationToken), signature).ConfigureAwait(false);
    }

    private async ValueTask FinishAsync(ValueTask call, ModelSignature signature)
    {
        try
        {
            await call.ConfigureAwait(false);
        }
        catch (PipelineStepException e) when (e.InnerException is InvalidInferenceRequestException or KeyNotFoundException)
        {
            Interlocked.CompareExchange(ref _signature, null, signature);
            throw;
        }
    }
}
