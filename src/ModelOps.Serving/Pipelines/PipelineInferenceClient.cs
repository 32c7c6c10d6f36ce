using System.Collections.Frozen;

namespace ModelOps.Serving.Pipelines;

/// <summary>Answers calls of pipelines; their models are called through the client below.</summary>
internal sealed class PipelineInferenceClient(IInferenceClient inner, PipelineCatalog catalog, PipelineMetrics metrics, TimeProvider time)
    : DelegatingInferenceClient(inner), IDisposable
{
    private readonly FrozenDictionary<string, Pipeline> _pipelines = catalog.Graphs
        .ToFrozenDictionary(static g => g.Definition.Name, g => new Pipeline(g, inner, metrics, time));

    public override ValueTask InferAsync(InferenceRequest request, InferenceResponse response, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(response);
        return _pipelines.TryGetValue(request.Model.Name, out Pipeline? pipeline)
            ? pipeline.InferAsync(request, response, cancellationToken)
            : Inner.InferAsync(request, response, cancellationToken);
    }

    public override ValueTask<ModelMetadata> GetMetadataAsync(ModelReference model, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        return _pipelines.TryGetValue(model.Name, out Pipeline? pipeline)
            ? pipeline.GetMetadataAsync(model, cancellationToken)
            : Inner.GetMetadataAsync(model, cancellationToken);
    }

    public override ValueTask<bool> IsReadyAsync(ModelReference model, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        return _pipelines.TryGetValue(model.Name, out Pipeline? pipeline)
            ? pipeline.IsReadyAsync(model, cancellationToken)
            : Inner.IsReadyAsync(model, cancellationToken);
    }

    public void Dispose()
    {
        foreach (Pipeline pipeline in _pipelines.Values) { pipeline.Dispose(); }
    }
}
