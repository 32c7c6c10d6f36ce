namespace ModelOps.Serving.Pipelines;

/// <summary>Pipelines of models alone; section <c>ModelOps:Serving</c> of the configuration, key <c>Pipelines</c>.</summary>
public sealed class PipelinesOptions
{
    /// <summary>Name of the configuration section that has the key.</summary>
    public const string SectionName = "ModelOps:Serving";

    /// <summary>The pipelines.</summary>
    public IList<PipelineOptions> Pipelines { get; } = [];
}
