using Microsoft.Extensions.Options;

namespace ModelOps.Serving.Pipelines;

/// <summary>The pipelines of the host, from code and from configuration.</summary>
internal sealed class PipelineCatalog(IEnumerable<PipelineDefinition> defined, IOptions<PipelinesOptions> configured)
{
    public IReadOnlyList<PipelineGraph> Graphs { get; } =
        [.. defined.Concat(configured.Value.Pipelines.Select(static p => p.ToDefinition())).Select(static d => new PipelineGraph(d))];
}
