namespace ModelOps.Serving.Pipelines;

/// <summary>A pipeline of models.</summary>
public sealed class PipelineOptions
{
    /// <summary>Name it is called by, like a model's.</summary>
    public string Name { get; set; } = string.Empty;

    /// <summary>Version that callers see. Default <c>1.0.0</c>.</summary>
    public string Version { get; set; } = "1.0.0";

    /// <summary>Names of its inputs.</summary>
    public IList<string> Inputs { get; } = [];

    /// <summary>Its steps, in any order.</summary>
    public IList<PipelineStepOptions> Steps { get; } = [];

    /// <summary>Its outputs: the name that callers see, and the tensor that it is; several may be given with commas, of which the first that is there counts.</summary>
    public IDictionary<string, string> Outputs { get; } = new Dictionary<string, string>();

    internal PipelineDefinition ToDefinition() => new(
        Name,
        Version,
        [.. Inputs.Select(static input => new PipelinePort(input, input))],
        [.. Steps.Select(static step => step.ToStep())],
        [.. Outputs.Select(static o => new PipelineOutput(o.Key, o.Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)))]);
}
